/* What stands beside the record: judgements with the verdict they speak for, my note, my labels. */
import { proposed } from "./judgement.js";

const beside = document.getElementById("beside");
const note = document.getElementById("note-form");
const labels = document.getElementById("labels-form");
const proposal = document.getElementById("proposal");
let current = null;
let send = () => {};
let criteria = [];
let timer = 0;

const radios = () => [...beside.querySelectorAll('input[type="radio"][name^="judgement-"]')];

export function judgements() {
  return Object.fromEntries(radios().filter((r) => r.checked).map((r) => [r.name.slice(10), r.value]));
}

function drawProposal() {
  const verdict = proposed(judgements(), criteria);
  const button = document.querySelector(`.verdict[data-key="${verdict}"] span`);
  for (const each of document.querySelectorAll(".verdict")) each.classList.toggle("proposed", each.dataset.key === verdict);
  if (!proposal) return;
  proposal.hidden = !button;
  if (button) proposal.querySelector("[data-proposal]").textContent = button.textContent.trim();
}

export function show(card) {
  keepNote();
  if (card !== current) beside.scrollTop = 0;
  current = card;
  const own = card.own;
  note.text.value = own.note;
  note.shared.checked = own.shared;
  for (const box of labels.querySelectorAll('[name="labels"]')) box.checked = own.labels.includes(Number(box.value));
  for (const radio of radios()) radio.checked = own.judgements[radio.name.slice(10)] === radio.value;
  drawProposal();
}

/** Sends the note if it changed; called when the field is left, after a pause, and before the next record. */
export function keepNote() {
  clearTimeout(timer);
  if (!current) return;
  const text = note.text.value.trim();
  if (text === current.own.note.trim() && note.shared.checked === current.own.shared) return;
  Object.assign(current.own, { note: text, shared: note.shared.checked });
  send("note", { record: current.id, text, shared: note.shared.checked });
}

function keepLabels(made = "") {
  if (!current) return;
  const chosen = [...labels.querySelectorAll('[name="labels"]:checked')].map((box) => Number(box.value));
  current.own.labels = chosen;
  send("labels", { record: current.id, labels: chosen, new: made, shared: labels.shared.checked });
}

/** A label that the server has just made and put on the card's record, which may have left the table meanwhile. */
export function addLabel({ id, name }, card) {
  if (!labels.querySelector(`[name="labels"][value="${id}"]`)) {
    const choice = document.createElement("label");
    choice.className = "label-choice";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "labels", value: id });
    const word = Object.assign(document.createElement("span"), { textContent: name });
    choice.append(box, word);
    document.getElementById("label-choices").append(choice);
  }
  if (!card) return;
  if (!card.own.labels.includes(id)) card.own.labels.push(id);
  if (card === current) labels.querySelector(`[name="labels"][value="${id}"]`).checked = true;
}

export function start(sender, asked) {
  send = sender;
  criteria = asked;
  note.querySelector("[data-plain]").hidden = true;
  note.addEventListener("submit", (event) => { event.preventDefault(); keepNote(); });
  note.text.addEventListener("blur", keepNote);
  note.shared.addEventListener("change", keepNote);
  note.text.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(keepNote, 1200);
  });
  // The keys of the verdicts rest in a field; Escape, or a label made, gives them back.
  beside.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) event.target.blur();
  });
  addEventListener("pagehide", keepNote);
  labels.addEventListener("change", (event) => { if (event.target !== labels.new) keepLabels(); });
  labels.addEventListener("submit", (event) => {
    event.preventDefault();
    if (labels.new.value.trim()) keepLabels(labels.new.value.trim());
    labels.new.value = "";
    labels.new.blur();
  });
  for (const radio of radios()) radio.addEventListener("change", drawProposal);
  for (const button of beside.querySelectorAll("[data-focuses]")) {
    button.addEventListener("click", () => document.getElementById(button.dataset.focuses).focus());
  }
}
