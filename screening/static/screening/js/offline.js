/* What was taken along, listed where there is no connection, and the menu of the screening page that takes it. */
import { able, packOf, read, take, untake } from "./pack.js";

const listed = document.querySelector("[data-packs]");
if (listed) {
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith("pack-"))) {
    const pack = read(name);
    if (!pack) continue;
    const entry = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: pack.url, textContent: pack.title });
    entry.append(link);
    listed.querySelector("ul").append(entry);
    listed.hidden = false;
  }
}

function offer() {
  const menu = document.querySelector("[data-offline]");
  const source = document.getElementById("screen-config");
  if (!menu || !source) return;
  const config = JSON.parse(source.textContent);
  const pack = packOf(config);
  const texts = Object.fromEntries([...menu.querySelector("template").content.querySelectorAll("[data-text]")].map((e) => [e.dataset.text, e.textContent.trim()]));
  const word = menu.querySelector("[data-offline-word]");
  menu.hidden = false;
  menu.querySelector("[data-offline-none]").hidden = able;
  for (const button of menu.querySelectorAll("[data-take]")) button.hidden = !able;

  function draw() {
    menu.querySelector("[data-untake]").hidden = !pack.held;
    word.textContent = pack.held ? texts.ready.replace("#", String(Math.max(0, pack.held - pack.decided))) : texts.offline;
  }

  async function bring(count) {
    word.textContent = texts.busy;
    try {
      const cards = await take(config, count);
      document.dispatchEvent(new CustomEvent("reviewapp:packed", { detail: cards }));
      draw();
    } catch { word.textContent = texts.failed; }
  }

  menu.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.take) await bring(Number(button.dataset.take));
    else { await untake(config); draw(); }
    menu.open = false;
  });
  draw();
  // Back online with a page fresh from the server: what was decided makes room for what comes next.
  if (able && !config.pack && pack.held && pack.decided) addEventListener("reviewapp:saved", () => bring(pack.count), { once: true });
}

offer();
