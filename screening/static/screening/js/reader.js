/* Full texts beside the decision: one page at a time, with search. PDF.js is loaded when the first file is opened. */
function begin() {
  const root = document.getElementById("reader");
  if (!root) return;
  const part = (name) => root.querySelector(`[data-reader-${name}]`);
  const [canvas, layer, pages, message] = [part("canvas"), part("text"), part("pages"), part("message")];
  let pdfjs = null;
  let file = null;
  let page = 1;
  let zoom = Number(localStorage.getItem("reader-zoom")) || 1;
  let drawing = 0;
  let painting = null;
  let writing = null;
  let query = "";
  const texts = new Map();

  async function library() {
    if (!pdfjs) {
      pdfjs = await import(root.dataset.library);
      pdfjs.GlobalWorkerOptions.workerSrc = root.dataset.worker;
    }
    return pdfjs;
  }

  /** While a full text is read the frame makes room for it. */
  function show(yes) {
    root.hidden = !yes;
    document.body.classList.toggle("reads", yes);
  }

  /** Which report is read: its title stands above the abstract, out of sight here. */
  function name() {
    const title = document.querySelector("#record .record-title");
    if (!title || !part("record")) return;
    part("record").textContent = title.textContent.trim();
    part("record").lang = title.lang;
  }

  async function open(url, marks) {
    show(true);
    message.hidden = true;
    name();
    root.setAttribute("aria-busy", "true");
    texts.clear();
    try {
      const { getDocument } = await library();
      if (file) await file.destroy();
      file = await getDocument({
        url, cMapUrl: root.dataset.cmaps, cMapPacked: true, standardFontDataUrl: root.dataset.fonts,
        useWasm: false, enableXfa: false, disableRange: true,
      }).promise;
      page = 1;
      tell("opened", { marks });
      await draw();
      // Only once it has its height: the full text stands under the abstract, where a press would seem to do nothing.
      if (!root.dataset.opens) root.scrollIntoView({ block: "start", behavior: "instant" });
    } catch { message.hidden = false; }
    root.setAttribute("aria-busy", "false");
  }

  /** A newer call ends an older one: PDF.js draws on a canvas once at a time, and half a page must not stay. */
  async function draw() {
    const turn = ++drawing;
    const late = () => turn !== drawing;
    painting?.cancel();
    writing?.cancel();
    const sheet = await file.getPage(page);
    await painting?.promise.catch(() => {});
    if (late()) return;
    const fit = canvas.parentElement.clientWidth / sheet.getViewport({ scale: 1 }).width;
    const view = sheet.getViewport({ scale: fit * zoom });
    const sharp = devicePixelRatio || 1;
    Object.assign(canvas, { width: Math.floor(view.width * sharp), height: Math.floor(view.height * sharp) });
    canvas.style.width = layer.style.width = `${Math.floor(view.width)}px`;
    canvas.style.height = layer.style.height = `${Math.floor(view.height)}px`;
    layer.style.setProperty("--total-scale-factor", view.scale);
    pages.textContent = `${page} / ${file.numPages}`;
    part("back").disabled = page <= 1;
    part("on").disabled = page >= file.numPages;
    painting = sheet.render({ canvas, canvasContext: canvas.getContext("2d"), viewport: view, transform: [sharp, 0, 0, sharp, 0, 0] });
    try {
      await painting.promise;
      if (late()) return;
      layer.replaceChildren();
      writing = new pdfjs.TextLayer({ textContentSource: sheet.streamTextContent(), container: layer, viewport: view });
      await writing.render();
    } catch (error) {
      if (late()) return;
      throw error;
    }
    if (!late()) mark();
  }

  function tell(what, detail) { root.dispatchEvent(new CustomEvent(`reader:${what}`, { detail })); }

  function mark() { tell("drawn", { page, query }); }

  async function textOf(number) {
    if (!texts.has(number)) {
      const content = await (await file.getPage(number)).getTextContent();
      texts.set(number, content.items.map((item) => item.str).join("").toLowerCase());
    }
    return texts.get(number);
  }

  /** Goes to the next page that has the words, round the end; Chinese is found wherever a line breaks. */
  async function search(text) {
    const fresh = text !== query;
    query = text;
    message.hidden = true;
    if (!file || !query) { mark(); return; }
    const plain = query.replace(/\s+/g, "");
    for (let step = fresh ? 0 : 1; step <= file.numPages; step += 1) {
      const number = ((page - 1 + step) % file.numPages) + 1;
      if ((await textOf(number)).replace(/\s+/g, "").includes(plain)) { page = number; await draw(); return; }
    }
    part("none").hidden = false;
    setTimeout(() => { part("none").hidden = true; }, 3000);
  }

  function turn(step) {
    if (!file) return;
    page = Math.min(file.numPages, Math.max(1, page + step));
    draw();
  }

  function scale(factor) {
    zoom = Math.min(3, Math.max(0.5, zoom * factor));
    localStorage.setItem("reader-zoom", zoom);
    if (file) draw();
  }

  let width = 0;
  let resized = 0;
  new ResizeObserver(([box]) => {
    const now = Math.round(box.contentRect.width);
    if (!file || root.hidden || Math.abs(now - width) < 4) return;
    width = now;
    clearTimeout(resized);
    resized = setTimeout(() => draw().catch(() => {}), 120);
  }).observe(canvas.parentElement);
  root.addEventListener("reader:go", (event) => { if (file) turn(event.detail - page); });
  part("back").addEventListener("click", () => turn(-1));
  part("on").addEventListener("click", () => turn(1));
  part("larger").addEventListener("click", () => scale(1.2));
  part("smaller").addEventListener("click", () => scale(1 / 1.2));
  part("search").addEventListener("submit", (event) => { event.preventDefault(); search(event.target.q.value.trim().toLowerCase()); });
  part("close")?.addEventListener("click", () => { show(false); localStorage.setItem("reader-open", ""); });

  const record = document.getElementById("record");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reads]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    localStorage.setItem("reader-open", "yes");
    open(link.dataset.reads, link.dataset.marks);
  });
  function follow() {
    const link = record.querySelector("[data-reads]");
    show(false);
    if (link && localStorage.getItem("reader-open")) open(link.dataset.reads, link.dataset.marks);
  }
  if (root.dataset.opens) open(root.dataset.opens);
  else if (record) { new MutationObserver(follow).observe(record, { childList: true }); follow(); }
}

begin();
