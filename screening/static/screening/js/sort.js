/* Lists whose entries are put in order: dragged by their handle, or moved by the arrow keys on it. */
let dragged = null;

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const entries = (list) => [...list.querySelectorAll(":scope > [data-id]")];

async function keep(list) {
  const form = new FormData();
  for (const entry of entries(list)) form.append("id", entry.dataset.id);
  const headers = { "X-CSRFToken": token(), Accept: "application/json" };
  const answer = await fetch(list.dataset.sorts, { method: "POST", body: form, headers });
  if (!answer.ok) window.location.reload();
}

function shown(list, entry) {
  entries(list).forEach((one, at) => {
    const number = one.querySelector("kbd");
    if (number) number.textContent = String(at + 1);
  });
  const status = list.closest("section").querySelector("[data-sorted]");
  if (status) status.textContent = `${status.dataset.sorted} ${entries(list).indexOf(entry) + 1}`;
}

const fits = (one, other) => other && one.dataset.group === other.dataset.group;

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest(".grip");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!grip || !step) return;
  event.preventDefault();
  const entry = grip.closest("[data-id]");
  const list = entry.parentElement;
  const other = step < 0 ? entry.previousElementSibling : entry.nextElementSibling;
  if (!fits(entry, other)) return;
  if (step < 0) other.before(entry); else other.after(entry);
  grip.focus();
  shown(list, entry);
  clearTimeout(list.keeping);
  list.keeping = setTimeout(() => keep(list), 400);
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button !== 0) return;
  dragged = grip.closest("[data-id]");
  dragged.classList.add("dragged");
  grip.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-id]");
  if (!over || over === dragged || over.parentElement !== dragged.parentElement || !fits(dragged, over)) return;
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
});

const drop = () => {
  if (!dragged) return;
  const list = dragged.parentElement;
  dragged.classList.remove("dragged");
  shown(list, dragged);
  dragged = null;
  keep(list);
};
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
