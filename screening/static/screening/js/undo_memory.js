/* The last votes of one's own that can be undone, kept for this tab, from the list and from where records stand one by one. */
const UNDOS = 50;

/** `name` is one person's at one stage of one review; entries are `{record, before, after}`, the newest last. */
export const undoMemory = (name) => ({
  read() {
    try { return JSON.parse(sessionStorage.getItem(`undo-${name}`) || "[]"); } catch { return []; }
  },
  keep(entries) {
    const last = entries.slice(-UNDOS);
    sessionStorage.setItem(`undo-${name}`, JSON.stringify(last));
    return last;
  },
});
