/* Highlights on and off, all together or list by list; remembered in this browser for each review. */
function begin() {
  const record = document.getElementById("record");
  const menu = document.getElementById("highlight-menu");
  if (!record || !menu) return;
  const name = `highlights-${location.pathname.split("/")[2]}`;
  const all = menu.querySelector("[data-highlights-all]");
  const boxes = [...menu.querySelectorAll("[data-highlight-list]")];
  let off = new Set();
  let hidden = false;
  try { ({ off, hidden } = JSON.parse(localStorage.getItem(name) || "{}")); } catch { /* nothing kept */ }
  off = new Set(off || []);

  function draw() {
    all.setAttribute("aria-pressed", String(!hidden));
    for (const box of boxes) box.checked = !off.has(box.dataset.highlightList);
    for (const mark of record.querySelectorAll("mark[data-list]")) {
      mark.classList.toggle("off", hidden || off.has(mark.dataset.list));
    }
  }

  function keep() {
    localStorage.setItem(name, JSON.stringify({ off: [...off], hidden }));
    draw();
  }

  all.addEventListener("click", () => { hidden = !hidden; keep(); });
  document.addEventListener("reviewapp:key", (event) => {
    if (event.detail.action !== "highlights" || event.detail.reason) return;
    event.preventDefault();
    all.click();
  });
  for (const box of boxes) {
    box.addEventListener("change", () => {
      box.checked ? off.delete(box.dataset.highlightList) : off.add(box.dataset.highlightList);
      keep();
    });
  }
  new MutationObserver(draw).observe(record, { childList: true });
  draw();
}

begin();
