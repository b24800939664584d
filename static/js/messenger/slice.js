/** Of many thousands of messages only some hundreds stand on the page: those around what one looks at. */

const MOST = 300;
const STEP = 100;

export class Slice {
  #below = 0;

  /** The part of these messages that is drawn. */
  of(items) {
    this.#below = Math.min(this.#below, Math.max(0, items.length - MOST));
    const end = items.length - this.#below;
    return items.slice(Math.max(0, end - MOST), end);
  }

  /** Whether newer ones are left out. */
  get more() {
    return this.#below > 0;
  }

  /** Towards the older ones; false where all that is there is drawn. */
  up(items) {
    const highest = Math.max(0, items.length - MOST);
    if (this.#below >= highest) return false;
    this.#below = Math.min(highest, this.#below + STEP);
    return true;
  }

  /** Towards the newer ones; false at the newest. */
  down() {
    const moved = this.#below > 0;
    this.#below = Math.max(0, this.#below - STEP);
    return moved;
  }

  toEnd() {
    this.#below = 0;
  }

  /** So that this one is drawn. */
  around(items, index) {
    if (index >= 0) this.#below = Math.max(0, items.length - index - MOST / 2);
  }
}
