/* How records are shown: applied at once, kept in the account. Without this script the form has a button. */
(() => {
  "use strict";
  const form = document.querySelector("[data-wishes]");
  if (!form) return;
  for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;

  function apply(name, value) {
    for (const shown of document.querySelectorAll(`[data-${name}]`)) if (shown !== form) shown.dataset[name] = value;
    document.dispatchEvent(new CustomEvent("reviewapp:wish", { detail: { name, value } }));
  }

  form.addEventListener("change", async (event) => {
    const { name, value } = event.target;
    apply(name, value);
    const body = new URLSearchParams({ [name]: value, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value });
    await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true }).catch(() => {});
    if (name === "page") location.reload();
  });
})();
