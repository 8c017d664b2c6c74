/* Conflicts by keyboard: what is answered is swapped in, an exclusion asks for its reason, and reading goes on at the title. */
const form = () => document.getElementById("settle-form");

function ask() {
  const reasons = form().querySelector(".reasons");
  reasons.querySelector("[data-ask]").hidden = false;
  form().classList.add("asks");
  reasons.querySelector("button").focus();
}

// Before htmx sends it: an exclusion without its reason would only come back as an error.
document.addEventListener("submit", (event) => {
  if (event.target !== form() || event.submitter?.value !== "exclude") return;
  if (form().dataset.needsReason === undefined || !form().querySelector(".reasons")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask();
}, true);

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "conflict-room") return;
  document.querySelector("#conflict-room .record-title")?.focus({ preventScroll: true });
});
