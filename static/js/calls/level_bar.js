const EVERY = 80;
const FULL = 6;

/** How loud one's own microphone is, drawn into `.level`, as long as it runs. */
export class LevelBar {
  #element;
  #level;
  #timer = null;

  /** `level()`: 0 to 1. */
  constructor(element, level) {
    this.#element = element;
    this.#level = level;
  }

  start() {
    this.stop();
    this.#timer = setInterval(() => this.#draw(), EVERY);
  }

  stop() {
    clearInterval(this.#timer);
  }

  #draw() {
    this.#element.style.setProperty("--level", Math.min(1, this.#level() * FULL).toFixed(2));
  }
}
