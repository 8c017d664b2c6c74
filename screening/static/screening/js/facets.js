/* How many records each value of the filter would leave, once somebody opens one of its sheets. */
import { inOtherLanguages, number as shown } from "./numbers.js";

function begin() {
  const bar = document.querySelector("[data-facets]");
  if (!bar) return;

  function tell(field, told) {
    const number = shown(told.value in field ? field[told.value] : 0);
    if (told instanceof HTMLOptionElement) { if (told.value) told.textContent += ` (${number})`; return; }
    const count = Object.assign(document.createElement("span"), { className: "facet", textContent: number });
    told.closest("label").append(count);
  }

  async function count() {
    const answer = await fetch(bar.dataset.facets, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    for (const [name, field] of Object.entries(await answer.json())) {
      if (name === "language") field.other = inOtherLanguages(field);
      for (const told of bar.querySelectorAll(`input[type="checkbox"][name="${name}"], select[name="${name}"] option`)) tell(field, told);
    }
  }

  for (const menu of bar.querySelectorAll("details")) menu.addEventListener("toggle", () => { if (!bar.dataset.counted) { bar.dataset.counted = "yes"; count(); } });
}

begin();
