/* The records in hand: the one on the table, those that come next, and those already looked at. */
const LOW = 5;
const REMEMBERED = 300;
const UNSAVED = 200;

export class Deck {
  /** `fetchCards(query)` resolves to cards `{id, html, own}`; `dealt()` is called when new ones came to an empty table. */
  constructor({ cards, fetchCards, dealt }) {
    Object.assign(this, { fetchCards, dealt, hand: [...cards], trail: [], place: -1, exhausted: !cards.length, fetching: null });
  }

  get current() { return this.trail[this.place] || null; }
  get started() { return this.place >= 0; }
  get canGoBack() { return this.place > 0; }

  find(id) { return this.trail.find((card) => card.id === id) || this.hand.find((card) => card.id === id) || null; }

  /** Puts the next record on the table: one that was gone back from, else a new one, else one passed over. */
  next() {
    if (this.place < this.trail.length - 1) this.place += 1;
    else {
      const card = this.hand.shift() || this.passedOver();
      if (card) this.trail.push(card);
      this.place = card ? this.trail.length - 1 : this.trail.length;
    }
    this.fill();
    return this.current;
  }

  /** A record looked at without a vote, once nothing new is left: the one on the table when no other waits. */
  passedOver() {
    if (!this.exhausted) return null;
    const at = this.trail.findIndex((card) => !card.own.verdict && !card.gone);
    return at < 0 ? null : this.trail.splice(at, 1)[0];
  }

  back() {
    if (this.canGoBack) this.place -= 1;
    return this.current;
  }

  /** Brings a record back to the table, with whatever comes after it still to come. */
  show(card) {
    const at = this.trail.indexOf(card);
    if (at >= 0) this.place = at;
    else {
      this.hand = this.hand.filter((other) => other !== card);
      this.trail.splice(Math.min(this.place, this.trail.length), 0, card);
      this.place = this.trail.indexOf(card);
    }
    return card;
  }

  /** A record decided before the page was loaded: it lies behind the one on the table. */
  passed(card) {
    if (!this.hand.includes(card)) return;
    this.hand = this.hand.filter((other) => other !== card);
    this.trail.splice(Math.max(0, this.place), 0, card);
    this.place += 1;
  }

  forget(id) {
    this.hand = this.hand.filter((card) => card.id !== id);
    const card = this.trail.find((other) => other.id === id);
    if (card) card.gone = true;
  }

  /** Ids the server shall leave out: it still offers what has no vote, and what has one that is on its way to it. */
  known() {
    const passedOver = this.trail.filter((card) => !card.own.verdict);
    const voted = this.trail.filter((card) => card.own.verdict).slice(-UNSAVED);
    return [...this.hand, ...[...voted, ...passedOver].slice(-REMEMBERED)].map((card) => card.id);
  }

  async fill() {
    if (this.fetching || this.exhausted || this.hand.length > LOW) return;
    const known = this.known();
    try {
      this.fetching = this.fetchCards(known);
      const found = (await this.fetching).filter((card) => !this.find(card.id));
      this.exhausted = !found.length;
      this.hand.push(...found);
      if (!this.current && (found.length || this.exhausted)) this.dealt();
    } catch { /* asked again at the next vote */ } finally { this.fetching = null; }
  }
}
