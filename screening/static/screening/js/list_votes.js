/* Votes of the list, remembered so that they can be undone where records are screened one by one (screen.js). */
import { undoMemory } from "./undo_memory.js";

function begin() {
  const form = document.querySelector("[data-undo-memory]");
  if (!form) return;
  const memory = undoMemory(form.dataset.undoMemory);
  form.addEventListener("submit", (event) => {
    const verdict = event.submitter?.value;
    const ticked = [...form.querySelectorAll('[name="records"]:checked')];
    if (!verdict || !ticked.length) return;
    const reason = verdict === "exclude" && form.elements.reason?.value ? Number(form.elements.reason.value) : null;
    const made = ticked.map((box) => ({
      record: Number(box.value),
      before: { verdict: "", reason: null, key: "", judgements: {} },
      after: { verdict, reason, judgements: {} },
    }));
    memory.keep([...memory.read(), ...made]);
  });
}

begin();
