/* The outbox: what a person decided stays in IndexedDB until the server has stored it, in order, whatever the connection,
   the tab or the server does. One per person and review. */
const LIMIT = 200;
const OPENING = 3000;
const WAITS = [500, 1000, 2000, 4000, 8000, 15000];

/** A random key for one key press; works without https too. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openStore(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
  return promised(request);
}

export class Outbox {
  /** `deliver(item)` answers "done", "retry", "later" (let others go first) or "hold"; `changed(state, count)` is told saved, saving or offline,
      and nothing before it is known what was left from before. */
  constructor({ name, deliver, changed }) {
    Object.assign(this, { name, deliver, changed, waiting: [], state: "", held: false, running: false, wake: null });
    addEventListener("online", () => this.resume());
    addEventListener("beforeunload", (event) => { if (this.waiting.length) event.preventDefault(); });
  }

  get full() { return this.waiting.length >= LIMIT; }

  async open() {
    const reading = this.read();
    // A browser whose storage never answers still sends; what is read late goes out late.
    this.opening = Promise.race([reading, new Promise((resolve) => setTimeout(resolve, OPENING))]);
    await this.opening;
    this.tell();
    this.pump();
    await reading;
    this.pump();
  }

  async read() {
    try {
      const store = await openStore(this.name);
      const left = await promised(store.transaction("waiting").objectStore("waiting").getAll());
      this.waiting = [...left.map((item) => ({ ...item, kept: Promise.resolve() })), ...this.waiting];
      this.store = store;
    } catch { this.store = null; }
  }

  add(item) {
    this.waiting.push(item);
    item.kept = this.keep(item);
    this.tell();
    this.pump();
    return item;
  }

  async keep(item) {
    await this.opening;
    if (!this.store) return;
    try {
      const { kept, ...plain } = item;
      const writing = this.store.transaction("waiting", "readwrite", { durability: "strict" });
      item.id = await promised(writing.objectStore("waiting").add(plain));
    } catch { /* a browser without storage still has the item in memory */ }
  }

  async drop(item) {
    this.waiting = this.waiting.filter((other) => other !== item);
    await item.kept;
    if (this.store && item.id !== undefined) {
      try { await promised(this.store.transaction("waiting", "readwrite").objectStore("waiting").delete(item.id)); } catch { /* sent again, with its key */ }
    }
  }

  resume() {
    this.held = false;
    if (this.wake) this.wake();
    this.pump();
  }

  async pump() {
    if (this.running) return;
    this.running = true;
    try {
      for (let failures = 0; this.waiting.length && !this.held;) {
        const outcome = await this.alone(() => this.waiting.length ? this.send(this.waiting[0]) : "done");
        failures = outcome === "retry" || outcome === "later" ? failures + 1 : 0;
        if (outcome === "later" && this.letPass(this.waiting[0])) failures = 0;
        if (outcome === "hold") this.held = true;
        this.tell(outcome);
        if (failures) await this.pause(WAITS[Math.min(failures, WAITS.length) - 1]);
      }
    } finally { this.running = false; }
  }

  async send(item) {
    const outcome = await this.deliver(item);
    if (outcome === "done") await this.drop(item);
    return outcome;
  }

  /** What the server fails on goes behind the rest, with all that is about its record; whether anything could pass. */
  letPass(item) {
    const same = (other) => other.body?.record === item.body?.record;
    const others = this.waiting.filter((other) => !same(other));
    this.waiting = [...others, ...this.waiting.filter(same)];
    return others.length > 0;
  }

  /** One tab of a browser sends at a time, so that order is kept; without locks the keys still prevent doubles. */
  alone(work) {
    return navigator.locks ? navigator.locks.request(this.name, work) : work();
  }

  pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => { clearTimeout(timer); resolve(); };
    }).then(() => { this.wake = null; });
  }

  tell(outcome) {
    const offline = ["retry", "later", "hold"].includes(outcome) || (this.state === "offline" && outcome !== "done");
    this.state = !this.waiting.length ? "saved" : offline ? "offline" : "saving";
    this.changed(this.state, this.waiting.length);
  }
}
