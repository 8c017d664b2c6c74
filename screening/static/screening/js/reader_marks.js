/* My marks beside a full text: kept by page, shown in the text with what was searched for. The reader tells of files and pages. */
function begin() {
  const root = document.getElementById("reader");
  if (!root) return;
  const [layer, said, button] = ["text", "said", "mark"].map((name) => root.querySelector(`[data-reader-${name}]`));
  const panel = () => document.getElementById("marks");
  const field = (name) => panel()?.querySelector(`[name="${name}"]`);
  let [page, query] = [1, ""];

  /** Ranges of the words in the page's text, wherever its lines break; blanks and capitals are of no account. */
  function ranges(words) {
    const wanted = words.toLowerCase().replace(/\s+/g, "");
    if (!wanted) return [];
    const places = [];
    let text = "";
    const walk = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      for (const [at, unit] of [...node.data].entries()) {
        if (/\s/.test(unit)) continue;
        for (const small of unit.toLowerCase()) { text += small; for (let n = 0; n < small.length; n += 1) places.push([node, at, unit]); }
      }
    }
    const found = [];
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      const [first, last] = [places[at], places[at + wanted.length - 1]];
      const range = document.createRange();
      range.setStart(first[0], offset(first));
      range.setEnd(last[0], offset(last) + last[2].length);
      found.push(range);
    }
    return found;
  }

  function offset([node, at]) { return [...node.data].slice(0, at).join("").length; }

  function paint(name, found) {
    if (window.CSS?.highlights) CSS.highlights.set(name, new Highlight(...found));
  }

  function show() {
    paint("reader-hit", ranges(query));
    const here = panel()?.querySelectorAll(`[data-mark-page="${page}"]`) || [];
    paint("reader-mark", [...here].flatMap((item) => ranges(item.dataset.markQuote)));
    const number = field("page");
    if (number) number.value = page;
  }

  function selected() {
    const chosen = getSelection();
    return chosen.rangeCount && layer.contains(chosen.anchorNode) ? chosen.toString().trim() : "";
  }

  root.addEventListener("reader:drawn", (event) => { ({ page, query } = event.detail); show(); });
  root.addEventListener("reader:opened", (event) => {
    if (event.detail.marks && panel()) htmx.ajax("GET", event.detail.marks, { target: "#marks", swap: "outerHTML" });
  });

  document.addEventListener("selectionchange", () => {
    const words = selected();
    if (words && field("quote")) field("quote").value = words.slice(0, 5000);
  });

  button?.addEventListener("click", () => {
    root.dataset.fulltext = "shown";
    const words = selected() || field("quote")?.value.trim() || (ranges(query).length ? query : "");
    if (!words) { said.textContent = button.dataset.none; return; }
    field("page").value = page;
    field("quote").value = words;
    field("quote").form.requestSubmit();
  });

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goes]");
    if (link) root.dispatchEvent(new CustomEvent("reader:go", { detail: Number(link.dataset.goes) }));
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "marks") return;
    const told = panel().dataset.said;
    if (told) { said.textContent = told; panel().querySelector("h2").focus(); }
    show();
  });
}

begin();
