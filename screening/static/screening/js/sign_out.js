/* Signing out: what was taken along to screen offline goes; where the outbox still holds votes, says how many, and lets
   the person wait. */
const OPENING = 2000;

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function held(name) {
  const store = await promised(indexedDB.open(name));
  try {
    return store.objectStoreNames.contains("waiting") ? await promised(store.transaction("waiting").objectStore("waiting").count()) : 0;
  } finally { store.close(); }
}

/** Votes and notes of this account that wait in this browser, of all reviews; 0 where the browser does not tell. */
async function waiting(user) {
  const names = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith(`outbox-${user}-`));
  return (await Promise.all(names.map(held))).reduce((sum, n) => sum + n, 0);
}

/** Deletes the records taken along in this browser, but for those of one person; unsent votes stay. */
async function forget(but = "") {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("pack-") && (!but || !name.startsWith(`pack-${but}-`))) localStorage.removeItem(name);
  }
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) {
    if (name.startsWith("offline-") && name !== `offline-${but}`) await caches.delete(name);
  }
}

// Nothing of anybody else stays where somebody has signed in.
if (document.body.dataset.user) forget(document.body.dataset.user).catch(() => {});

for (const form of document.querySelectorAll("form[data-signs-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const dialog = document.getElementById("unsent");
    const leave = () => forget().catch(() => {}).then(() => form.submit());
    if (!dialog || !window.indexedDB?.databases) { leave(); return; }
    const late = new Promise((resolve) => setTimeout(() => resolve(0), OPENING));
    const count = await Promise.race([waiting(form.dataset.signsOut).catch(() => 0), late]);
    if (!count) { leave(); return; }
    dialog.querySelector("[data-unsent-count]").textContent = count;
    dialog.querySelector("[data-unsent-leave]").onclick = leave;
    dialog.showModal();
  });
}
