/* How records are shown: applied at once, kept in the account. Without this script the forms have buttons. */
const forms = document.querySelectorAll("[data-wishes]");
for (const form of forms) for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;

function apply(name, value) {
  for (const shown of document.querySelectorAll(`[data-${name}]`)) shown.dataset[name] = value;
  document.dispatchEvent(new CustomEvent("reviewapp:wish", { detail: { name, value } }));
}

async function keep(name, value) {
  const form = forms[0];
  const body = new URLSearchParams({ [name]: value, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value });
  await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true }).catch(() => {});
}

for (const form of forms) {
  form.addEventListener("change", async (event) => {
    const { name, value } = event.target;
    apply(name, value);
    await keep(name, value);
    if (name === "page") location.reload();
  });
}

/* A column at the side: folded away, or back. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toggles]");
  if (!button || !forms.length) return;
  event.preventDefault();
  const name = button.dataset.toggles;
  const value = button.value || (document.querySelector(`[data-${name}]`).dataset[name] === "folded" ? "shown" : "folded");
  apply(name, value);
  keep(name, value);
});
