/* How many records each value of the filter would leave, once somebody opens one of its sheets. */
(() => {
  "use strict";
  const bar = document.querySelector("[data-facets]");
  if (!bar) return;

  function tell(field, told) {
    const number = (told.value in field ? field[told.value] : 0).toLocaleString("en");
    if (told instanceof HTMLOptionElement) { if (told.value) told.textContent += ` (${number})`; return; }
    const count = Object.assign(document.createElement("span"), { className: "facet", textContent: number });
    told.closest("label").append(count);
  }

  async function count() {
    const answer = await fetch(bar.dataset.facets, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    for (const [name, field] of Object.entries(await answer.json())) {
      if (name === "language") field.other = Object.entries(field).filter(([key]) => !["zh", "en"].includes(key)).reduce((sum, [, n]) => sum + n, 0);
      for (const told of bar.querySelectorAll(`input[type="checkbox"][name="${name}"], select[name="${name}"] option`)) tell(field, told);
    }
  }

  for (const menu of bar.querySelectorAll("details")) menu.addEventListener("toggle", () => { if (!bar.dataset.counted) { bar.dataset.counted = "yes"; count(); } });
})();
