/* What a key press means, by its event and the person's keys alone; keys.js does it. */

/** Whether a press is a single key: not held down, no part of a character being composed, and without Ctrl, Alt or Meta. */
export function isSingle(event) {
  if (event.repeat || event.isComposing || event.keyCode === 229) return false;
  return !event.ctrlKey && !event.altKey && !event.metaKey;
}

/** What it means on every page: `{does}` help, search, go (with `to`) or wait, which is for a second key; null for nothing. */
export function everywhereMeant(event, go, armed) {
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return { does: "help" };
  if (event.shiftKey) return null;
  if (event.key === "/" || event.code === "Slash") return { does: "search" };
  if (armed && go[event.code]) return { does: "go", to: go[event.code] };
  return event.code === "KeyG" && Object.keys(go).length ? { does: "wait" } : null;
}

/** What it means on this page: a digit gives a reason, with Shift an answer to a criterion; letters stand in `actions`. */
export function hereMeant(event, actions, hasReasons) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit && event.shiftKey) return { does: "judge", number: Number(digit) };
  if (digit) return hasReasons ? { does: "perform", action: "exclude", reason: digit } : null;
  const action = actions[(event.shiftKey ? "Shift+" : "") + event.code];
  return action ? { does: "perform", action } : null;
}
