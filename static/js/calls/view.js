import { throttle } from "../dom.js";

const TELL_EVERY = 250;
const LARGE_UP_TO = 2;

/** Tells the server which pictures this page shows, so that no others are sent. A hidden page shows none. */
export class View {
  #session;
  #small = [];
  #large = null;
  #told = "";
  #tell = throttle(() => this.#say(), TELL_EVERY);

  constructor(session) {
    this.#session = session;
    document.addEventListener("visibilitychange", () => this.#tell());
  }

  /** Peer ids: the small pictures, and the large one or null. One or two alone are large too. */
  show(small, large) {
    this.#small = small;
    this.#large = large;
    this.#tell();
  }

  #say() {
    const view = document.hidden ? { tiles: [], large: [] } : this.#wanted();
    const text = JSON.stringify(view);
    if (text === this.#told) return;
    this.#told = text;
    this.#session.show(view.tiles, view.large);
  }

  #wanted() {
    if (this.#large) return { tiles: this.#small, large: [this.#large] };
    const alone = this.#small.length <= LARGE_UP_TO;
    return alone ? { tiles: [], large: this.#small } : { tiles: this.#small, large: [] };
  }
}
