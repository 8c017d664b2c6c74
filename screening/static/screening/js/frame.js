/* Dialogs, menus and copying. Everything here has a form or a link that works without it. */
document.documentElement.classList.add("scripted");

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) { closer.closest("dialog").close(); return; }
  if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
    if (outside) event.target.close();
  }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  await navigator.clipboard.writeText(field.value);
  const word = button.querySelector("span");
  const before = word.textContent;
  word.textContent = button.dataset.copied;
  setTimeout(() => { word.textContent = before; }, 2000);
});

// What can be taken back stays a while, and longer under hand or focus; the page of the record offers it after that.
function fades() {
  for (const note of document.querySelectorAll("[data-fades]:not([data-fading])")) {
    note.dataset.fading = "";
    const fade = () => (note.matches(":hover, :focus-within") ? setTimeout(fade, 5000) : note.remove());
    setTimeout(fade, 1000 * Number(note.dataset.fades));
  }
}
document.addEventListener("htmx:afterSettle", fades);
fades();

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});
