/* Single keys. A key is a click on the button that does the same: [data-key="action"], or [data-reason="3"] for digits.
   A page that wants more listens for the cancelable event "reviewapp:key" with detail {action, reason}. */
import { everywhereMeant, hereMeant, isSingle } from "./pressed.js";

function begin() {
  const source = document.getElementById("key-map");
  if (!source) return;
  const map = JSON.parse(source.textContent);
  const actions = map.actions[document.body.dataset.keys] || {};
  let went = 0;

  function writes(target) {
    return target instanceof Element &&
      (target.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select") ||
        target.isContentEditable);
  }

  function visible(selector) {
    return [...document.querySelectorAll(selector)].find((e) => !e.disabled && e.getClientRects().length);
  }

  function perform(action, reason) {
    const event = new CustomEvent("reviewapp:key", { detail: { action, reason }, cancelable: true });
    if (!document.dispatchEvent(event)) return true;
    const button = visible(reason ? `[data-reason="${reason}"]` : `[data-key="${action}"]`);
    if (button) button.click();
    return Boolean(button);
  }

  function help() {
    const dialog = document.getElementById("key-help");
    if (dialog) dialog.open ? dialog.close() : dialog.showModal();
  }

  function everywhere(event) {
    const meant = everywhereMeant(event, map.go, went && event.timeStamp - went < 1500);
    if (!event.shiftKey) went = meant?.does === "wait" ? event.timeStamp : 0;
    if (meant?.does === "help") help();
    if (meant?.does === "go") location.assign(meant.to);
    if (meant?.does !== "search") return Boolean(meant);
    const field = visible("[data-search]");
    if (field) { field.focus(); field.select(); }
    return Boolean(field);
  }

  /** The next answer to the criterion with that number: a press of the radio button that does the same. */
  function judge(number) {
    const group = document.querySelectorAll('[role="radiogroup"][data-judges]')[number - 1];
    if (!group || !group.getClientRects().length) return false;
    const answers = [...group.querySelectorAll("input")];
    answers[(answers.findIndex((answer) => answer.checked) + 1) % answers.length].click();
    return true;
  }

  function here(event) {
    const meant = hereMeant(event, actions, map.reasons.length > 0);
    if (!meant) return false;
    return meant.does === "judge" ? judge(meant.number) : perform(meant.action, meant.reason);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !isSingle(event) || writes(event.target)) return;
    const open = document.querySelector("dialog[open]");
    if (open && open.id !== "key-help") return;
    if (open ? event.key === "?" && everywhere(event) : everywhere(event) || here(event)) event.preventDefault();
  });
}

begin();
