/* Every abstract of a list at once, as this browser was last told. */
function begin() {
  const box = document.querySelector("[data-unfolds]");
  if (!box) return;
  const unfold = () => { for (const fold of document.querySelectorAll(box.dataset.unfolds)) fold.open = box.checked; };
  box.closest("label").hidden = false;
  box.checked = localStorage.getItem("abstracts-open") === "yes";
  if (box.checked) unfold();
  box.addEventListener("change", () => {
    localStorage.setItem("abstracts-open", box.checked ? "yes" : "");
    unfold();
  });
}

begin();
