const SILENT_FOR = 10_000;
const CALM = 5000;
const SPEAKS_SINCE = 1000;
const PAUSE = 700;

/**
 * In which order people stand and which of them are on the page that is turned up. No document.
 *
 * Who comes stands last, teachers first. Somebody who speaks comes to the first page, in the place of whoever
 * there has been silent longest, and that not more often than every few seconds.
 */
export class Gallery {
  size = 9;
  #order = [];
  #page = 0;
  #spoke = new Map();
  #began = new Map();
  #swapped = -Infinity;

  /** `people`: {id, first} in order of coming; `first` stands before others. */
  set(people) {
    const there = new Set(people.map(({ id }) => id));
    this.#order = this.#order.filter((id) => there.has(id));
    for (const { id, first } of people) {
      if (this.#order.includes(id)) continue;
      if (first) this.#order.unshift(id);
      else this.#order.push(id);
    }
  }

  get order() {
    return this.#order;
  }

  /** How many pages `count` people need. */
  pages(count = this.#order.length) {
    return Math.max(1, Math.ceil(count / this.size));
  }

  /** Those of `ids` on the page turned up, which is another one when pages have become fewer. */
  shown(ids = this.#order) {
    this.#page = Math.min(this.#page, this.pages(ids.length) - 1);
    return ids.slice(this.#page * this.size, (this.#page + 1) * this.size);
  }

  get page() {
    return this.#page;
  }

  /** Answers whether another page is up now. */
  turn(by, count = this.#order.length) {
    const next = Math.max(0, Math.min(this.pages(count) - 1, this.#page + by));
    const turned = next !== this.#page;
    this.#page = next;
    return turned;
  }

  /** Somebody is loud at `now` (milliseconds). Answers whether the order changed. */
  heard(id, now) {
    if (now - (this.#spoke.get(id) ?? -Infinity) > PAUSE) this.#began.set(id, now);
    this.#spoke.set(id, now);
    const late = this.#order.indexOf(id) >= this.size;
    if (!late || now - this.#began.get(id) < SPEAKS_SINCE || now - this.#swapped < CALM) return false;
    return this.#bring(id, now);
  }

  /** Who spoke last; null when nobody has. */
  get speaker() {
    const spoken = this.#order.filter((id) => this.#spoke.has(id));
    return spoken.sort((a, b) => this.#spoke.get(b) - this.#spoke.get(a))[0] ?? null;
  }

  #bring(id, now) {
    const silence = (one) => now - (this.#spoke.get(one) ?? -Infinity);
    const first = this.#order.slice(0, this.size);
    const quietest = first.reduce((found, one) => (silence(one) >= silence(found) ? one : found));
    if (silence(quietest) < SILENT_FOR) return false;
    const [to, from] = [this.#order.indexOf(quietest), this.#order.indexOf(id)];
    [this.#order[to], this.#order[from]] = [id, quietest];
    this.#swapped = now;
    return true;
  }
}

/** Columns and rows that make `count` pictures of `aspect` largest in a place of this size. */
export function grid(count, { width, height, aspect = 4 / 3 }) {
  let best = { columns: 1, rows: Math.max(1, count), side: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const side = Math.min(width / columns, (height / rows) * aspect);
    if (side > best.side) best = { columns, rows, side };
  }
  return best;
}

/** The same, with a field for oneself where that makes the others hardly smaller. */
export function gridWithMe(count, place) {
  const [without, withMe] = [grid(count, place), grid(count + 1, place)];
  return withMe.side > without.side * 0.85 ? withMe : without;
}
