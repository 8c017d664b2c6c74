/* Ticking rows: all at once, and how many are ticked. */
const begin = (form) => {
  form.dataset.picking = "on";
  // Boxes may stand outside of their form, in a table that has forms of its own.
  const boxes = () => [...form.elements].filter((field) => field.type === "checkbox" && field.name === "records");
  const all = [...form.elements].find((field) => field.matches("[data-picks-all]"));
  const count = form.querySelector("[data-picked]");
  const every = form.querySelector("[data-takes-all]");
  const draw = () => {
    const picked = boxes().filter((box) => box.checked).length;
    if (count) count.textContent = every?.checked ? every.dataset.takesAll : picked;
    if (all) Object.assign(all, { checked: picked > 0 && picked === boxes().length, indeterminate: picked > 0 && picked < boxes().length });
  };
  document.addEventListener("change", (event) => {
    if (event.target.form !== form) return;
    if (event.target === all || event.target === every) for (const box of boxes()) box.checked = event.target.checked;
    // Whoever takes one away wants no longer all.
    if (every && boxes().includes(event.target) && !event.target.checked) every.checked = false;
    draw();
  });
  draw();
};
const find = () => { for (const form of document.querySelectorAll('[data-picking=""]')) begin(form); };
document.addEventListener("htmx:afterSettle", find);
find();
