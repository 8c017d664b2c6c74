/* Names of the team at the end of a comment, by a press: without this script one types @ and the name. */
const unveil = () => { for (const button of document.querySelectorAll("[data-mention]")) button.hidden = false; };
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mention]");
  if (!button) return;
  const field = button.form.elements.text;
  field.value = `${field.value.trimEnd()} ${button.dataset.mention} `.trimStart();
  field.focus();
});
document.addEventListener("htmx:afterSettle", unveil);
unveil();
