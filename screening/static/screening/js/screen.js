/* The voting loop: a key press shows the next record at once; the vote goes through the outbox. */
import * as beside from "./beside.js";
import { Deck } from "./deck.js";
import { obstacle, outcome } from "./delivery.js";
import { number } from "./numbers.js";
import { Outbox, newKey } from "./outbox.js";
import { packOf } from "./pack.js";
import { undoMemory } from "./undo_memory.js";

const source = document.getElementById("screen-config");
if (source) begin(JSON.parse(source.textContent));

function begin(config) {
  const by = (id) => document.getElementById(id);
  const [form, table, said, toasts] = [by("vote-form"), by("record"), by("said"), by("toasts")];
  const reasons = by("reasons");
  const badge = document.querySelector('.rail a[href*="/screen/"] .count');
  const elsewhere = badge && /^\s*\d+\s*$/.test(badge.textContent) ? Number(badge.textContent) - config.left : -1;
  const undoAtEnd = by("finished").querySelector('[data-key="undo"]');
  const texts = Object.fromEntries([...by("texts").content.querySelectorAll("[data-text]")].map((e) => [e.dataset.text, e.textContent.trim()]));
  const memory = undoMemory(`${config.user}-${config.review}-${config.stage}`);
  let token = form.csrfmiddlewaretoken.value;
  let tokenTries = 0;
  const pack = packOf(config);
  const taken = pack.left(config.cards);
  const since = config.cards.length - taken.length;
  let counts = { done: config.done + since, left: config.left - since };
  let undos = memory.read();
  let redos = [];
  let tooLate = [];
  let undoing = Promise.resolve();
  let entered = 0;
  let advances = config.advance;

  const outbox = new Outbox({ name: `outbox-${config.user}-${config.review}`, deliver, changed: drawState });
  const deck = new Deck({ cards: taken, fetchCards: (but) => ownCards({ but: but.join(",") }), dealt: () => advance() });

  async function fetchCards(query) {
    const asked = new URLSearchParams({ order: config.order, seed: config.seed, ...query });
    const answer = await fetch(`${config.urls.cards}?${asked}`, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const found = await answer.json();
    token = found.csrf;
    return Object.assign(found.cards, { user: found.user });
  }

  /** Cards for whom this page is: those of somebody who has signed in beside it would show what that person wrote.
      Asks to sign in where nobody is, or somebody else; an answer from before they came back is asked for again. */
  async function ownCards(query) {
    const asked = entered;
    const found = await fetchCards(query).catch((error) => {
      if (error.message === "401") return { user: null };
      throw error;
    });
    if (found.user === config.user) return found;
    if (asked !== entered) return ownCards(query);
    askSignIn();
    throw new Error("other");
  }

  /* Sending ------------------------------------------------------------------------------------------------------- */

  function send(kind, body) {
    const key = newKey();
    outbox.add({ kind, stage: config.stage, url: config.urls[kind], body: { user: config.user, key, ...body } });
    return key;
  }

  async function deliver(item) {
    let answer;
    try {
      answer = await fetch(item.url, {
        method: "POST", keepalive: true, signal: AbortSignal.timeout(20000), body: JSON.stringify(item.body),
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      });
    } catch { return "retry"; }
    if (answer.status === 500) item.failed = (item.failed || 0) + 1;
    const told = await answer.json().catch(() => null);
    switch (outcome(answer.status, told, item.failed, tokenTries)) {
      case "later": return "later";
      case "retry": return "retry";
      case "stored": return stored(item, told);
      case "sign in": return askSignIn();
      case "token": return renewToken();
      case "lost": return showLost();
      default: refused(item, told || {}); return "done";
    }
  }

  function stored(item, told) {
    tokenTries = 0;
    pack.stored(item);
    if (told && told.made) labelMade(item, told.made);
    return "done";
  }

  async function renewToken() {
    tokenTries += 1;
    await fetchCards({ ids: "0" }).catch(() => {});
    return "retry";
  }

  /** What was ticked on the record since, and waits to be sent, did not know the new label and would take it off. */
  function labelMade(item, made) {
    beside.addLabel(made, deck.find(item.body.record));
    const later = outbox.waiting.filter((other) => other !== item && other.kind === "labels" && other.body.record === item.body.record).pop();
    if (!later) return;
    const body = { ...later.body, key: newKey(), labels: [...later.body.labels, made.id], new: "" };
    outbox.add({ kind: "labels", stage: later.stage, url: later.url, body });
  }

  function refused(item, told) {
    const card = deck.find(item.body.record);
    if (card && told.own) card.own = told.own;
    undos = memory.keep(undos.filter((entry) => entry.record !== item.body.record));
    redos = redos.filter((entry) => entry.record !== item.body.record);
    if (item.kind === "vote" && item.body.seen === "none") count(-1);
    if (told.code === "elsewhere" && card && told.own && told.own.verdict) return askElsewhere(item, card);
    if (["full", "record", "dealt"].includes(told.code)) deck.forget(item.body.record);
    if (told.code === "closed") offer(by("stage-closed"), tooLate = [...tooLate, item]);
    else toast(told.message || texts.wrong, "bad", card);
    if (deck.current && deck.current.id === item.body.record) draw(deck.current, false);
  }

  /* Deciding ------------------------------------------------------------------------------------------------------ */

  function decide(verdict, reason = null) {
    const card = deck.current;
    const against = obstacle(verdict, reason, { open: config.open, full: outbox.full, reasonRequired: config.reasonRequired });
    if (!card || against === "closed") return;
    if (against === "full") { by("too-many").showModal(); return; }
    if (against === "reason") { askReason(); return; }
    const before = { verdict: card.own.verdict, reason: card.own.reason, key: card.own.key, judgements: card.own.judgements };
    cast(card, { verdict, reason, judgements: beside.judgements() });
    remember({ record: card.id, before, after: { verdict, reason, judgements: card.own.judgements } });
    redos = [];
    say(`${texts[verdict]}. ${filled(texts.record, { n: counts.done, all: counts.done + counts.left })}`);
    if (advances) advance();
    else draw(card, false);
  }

  function cast(card, vote) {
    const first = !card.own.verdict;
    const key = send("vote", { record: card.id, seen: card.own.key || "none", ...vote });
    Object.assign(card.own, vote, { key });
    if (first) count(1);
  }

  function remember(entry) {
    undos = memory.keep([...undos, entry]);
    drawButtons();
  }

  /** One after the other: a record of an earlier page has to be fetched first. */
  function undo() { undoing = undoing.then(undoLast); }

  async function undoLast() {
    const entry = config.open ? undos.pop() : null;
    if (!entry) return;
    const at = undos.length;
    let card = deck.find(entry.record);
    try {
      card ||= (await ownCards({ ids: entry.record }))[0];
    } catch {
      undos.splice(at, 0, entry);
      if (!by("sign-in-again").open) toast(texts.offline, "warn");
      return;
    }
    if (!card) { memory.keep(undos); drawButtons(); return; }
    if (entry.before.verdict) cast(card, { verdict: entry.before.verdict, reason: entry.before.reason, judgements: entry.before.judgements });
    else clear(card);
    redos.push(entry);
    memory.keep(undos);
    deck.show(card);
    say(texts.undone);
    draw(card);
  }

  function redo() {
    const entry = redos.pop();
    const card = entry && deck.find(entry.record);
    if (!card) return;
    cast(card, entry.after);
    remember(entry);
    say(texts.redone);
    deck.show(card);
    advance();
  }

  function clear(card) {
    if (!card.own.verdict) return;
    send("clear", { record: card.id });
    Object.assign(card.own, { verdict: "", reason: null, key: "" });
    count(-1);
  }

  /** What an earlier page left in the outbox is decided, though the server does not know it yet. */
  function takeUpWaiting() {
    const before = deck.current;
    for (const { kind, stage, body } of outbox.waiting) {
      const card = stage === config.stage ? deck.find(body.record) : null;
      if (!card || card.own.key === body.key) continue;
      const had = Boolean(card.own.verdict);
      if (kind === "vote") Object.assign(card.own, { verdict: body.verdict, reason: body.reason ?? null, judgements: body.judgements || {}, key: body.key });
      else if (kind === "clear") Object.assign(card.own, { verdict: "", reason: null, key: "" });
      else continue;
      if (Boolean(card.own.verdict) !== had) count(had ? -1 : 1);
    }
    const decided = new Set(outbox.waiting.map(({ body }) => body.record));
    for (const card of [...deck.hand]) if (decided.has(card.id) && card.own.verdict) deck.passed(card);
    if (before && deck.current === before && decided.has(before.id) && before.own.verdict) advance();
    else drawButtons();
  }

  function count(more) { counts = { done: counts.done + more, left: counts.left - more }; }

  /* Drawing ------------------------------------------------------------------------------------------------------- */

  function advance() {
    const card = deck.next();
    if (card) draw(card);
    else drawEmpty();
  }

  function draw(card, focus = true) {
    by("desk").hidden = false;
    by("finished").hidden = true;
    if (table.firstElementChild?.dataset.record !== String(card.id)) table.innerHTML = card.html;
    beside.show(card);
    askReason(false);
    drawButtons();
    if (!focus) return;
    scrollTo({ top: 0, behavior: "instant" });
    table.querySelector(".record-title")?.focus({ preventScroll: true });
  }

  function drawEmpty() {
    if (!deck.exhausted) { table.replaceChildren(); return; }
    beside.keepNote();
    by("desk").hidden = true;
    by("finished").hidden = false;
    drawButtons();
    by("finished").querySelector("h2").focus();
  }

  function drawButtons() {
    const own = deck.current ? deck.current.own : { verdict: "", reason: null };
    for (const button of form.querySelectorAll(".verdict")) button.setAttribute("aria-pressed", String(button.value === own.verdict));
    for (const button of form.querySelectorAll('[name="exclude_for"]')) button.setAttribute("aria-pressed", String(Number(button.value) === own.reason));
    by("clear-vote").hidden = !own.verdict;
    undoAtEnd.hidden = !undos.length || !config.open;
    const enable = { undo: config.open && undos.length, redo: config.open && redos.length, previous: deck.canGoBack };
    for (const [action, can] of Object.entries(enable)) form.querySelector(`[data-key="${action}"]`).disabled = !can;
    const all = counts.done + counts.left;
    for (const e of document.querySelectorAll("[data-done]")) e.textContent = number(counts.done);
    for (const e of document.querySelectorAll("[data-left]")) e.textContent = number(Math.max(0, counts.left));
    if (elsewhere >= 0) {
      badge.textContent = elsewhere + Math.max(0, counts.left);
      badge.hidden = badge.textContent === "0";
    }
    Object.assign(document.querySelector(".desk-progress"), { max: Math.max(1, all), value: counts.done });
  }

  function drawState(state, waiting) {
    const mark = document.querySelector("[data-save-state]");
    mark.dataset.saveState = state;
    if (state === "saved") dispatchEvent(new Event("reviewapp:saved"));
    mark.querySelector("[data-waiting]").textContent = waiting;
  }

  function say(text) { said.textContent = text; }
  function filled(text, values) { return text.replace(/%\((\w+)\)s/g, (_, name) => number(values[name])); }

  function toast(text, kind, card) {
    const note = document.createElement("div");
    note.className = `alert ${kind}`;
    const words = document.createElement("p");
    const title = card && card.html.match(/<h2[^>]*>([\s\S]*?)<\/h2>/);
    words.textContent = text + (title ? ` (${new DOMParser().parseFromString(title[1], "text/html").body.textContent.slice(0, 90)})` : "");
    note.append(words);
    toasts.append(note);
    setTimeout(() => note.remove(), 9000);
  }

  /* Questions ----------------------------------------------------------------------------------------------------- */

  function askReason(asked = true) {
    if (!reasons) { if (asked) toast(by("no-reasons").textContent.trim(), "bad"); return; }
    form.classList.toggle("asks", asked);
    by("reasons-ask").hidden = !asked;
    for (const e of reasons.querySelectorAll("[data-without], [data-cancels]")) e.hidden = !asked;
    if (asked) { say(texts.choose); reasons.querySelector("button").focus(); }
  }

  function askSignIn() {
    const dialog = by("sign-in-again");
    if (!dialog.open) dialog.showModal();
    return "hold";
  }

  async function signIn(event) {
    event.preventDefault();
    const error = by("sign-in-error");
    const fail = (text) => { error.textContent = text; error.hidden = false; };
    try {
      const page = await (await fetch(config.urls.signIn, { cache: "no-store" })).text();
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector('[name="csrfmiddlewaretoken"]');
      if (fresh) {
        const body = new URLSearchParams({ login: by("again-email").value, password: by("again-password").value, csrfmiddlewaretoken: fresh.value });
        await fetch(config.urls.signIn, { method: "POST", body });
      }
      const found = await fetchCards({ ids: "0" });
      if (found.user !== config.user) return fail(texts.other);
    } catch { return fail(texts.wrong); }
    error.hidden = true;
    by("again-password").value = "";
    entered += 1;
    by("sign-in-again").close();
    outbox.resume();
  }

  function showLost() {
    offer(by("lost-role"), outbox.waiting);
    return "hold";
  }

  /** A dialog with what could not be stored, to take away. */
  function offer(dialog, unsaved) {
    const items = unsaved.map(({ kind, stage, body }) => ({ kind, stage, ...body }));
    dialog.querySelector("[data-lost-count]").textContent = items.length;
    dialog.querySelector("[data-lost-file]").href = URL.createObjectURL(new Blob([JSON.stringify(items, null, 1)], { type: "application/json" }));
    if (!dialog.open) dialog.showModal();
  }

  function askElsewhere(item, card) {
    const dialog = by("vote-elsewhere");
    const word = (verdict) => texts[verdict] || texts.none;
    dialog.querySelector("[data-elsewhere-now]").textContent = word(card.own.verdict);
    dialog.querySelector("[data-elsewhere-new]").textContent = word(item.body.verdict);
    dialog.querySelector("[data-elsewhere-title]").textContent = new DOMParser().parseFromString(card.html, "text/html").querySelector("h2").textContent;
    dialog.querySelector('[data-elsewhere="keep"]').onclick = () => { dialog.close(); drawButtons(); };
    dialog.querySelector('[data-elsewhere="change"]').onclick = () => {
      dialog.close();
      cast(card, { verdict: item.body.verdict, reason: item.body.reason ?? null, judgements: item.body.judgements || {} });
      drawButtons();
    };
    if (!dialog.open) dialog.showModal();
  }

  /* Hands --------------------------------------------------------------------------------------------------------- */

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button?.id === "clear-vote") { if (deck.current) { clear(deck.current); say(texts.undone); drawButtons(); } return; }
    if (button?.name === "exclude_for") decide("exclude", Number(button.value));
    else if (button?.dataset.without !== undefined) decide("exclude");
    else if (button) decide(button.value);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.disabled) return;
    const actions = { undo, redo, next: () => advance(), previous: () => { const card = deck.back(); if (card) draw(card); } };
    if (actions[button.dataset.key] && button.type === "button") actions[button.dataset.key]();
    if (button.dataset.cancels !== undefined) askReason(false);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && form.classList.contains("asks")) askReason(false); });
  document.addEventListener("reviewapp:wish", (event) => { if (event.detail.name === "advance") advances = event.detail.value === "yes"; });
  undoAtEnd.addEventListener("click", undo);
  document.addEventListener("reviewapp:packed", ({ detail }) => {
    deck.hand.push(...detail.filter((card) => !deck.find(card.id)));
    if (!deck.current) advance();
  });
  document.addEventListener("reviewapp:swiped-left", () => { reasons ? askReason() : decide("exclude"); });
  by("sign-in-form").addEventListener("submit", signIn);
  by("sign-in-again").addEventListener("cancel", (event) => event.preventDefault());

  beside.start(send, config.criteria);
  advance();
  outbox.open().then(takeUpWaiting);
}
