/**
 * Sends ICE candidates no faster than the server lets them through.
 *
 * A browser gathers dozens at once and a refused one would cost the connection, so each is kept until
 * it was taken: a burst goes at once, the rest in steps, what was refused for its rate comes again.
 */
export class Pacer {
  #send;
  #burst;
  #interval;
  #tokens;
  #refilled = performance.now();
  #waiting = [];
  #timer = null;

  /** `send(item)` answers a promise; `perSecond` is the sustained rate, `burst` how many may go at once. */
  constructor(send, { burst = 80, perSecond = 9 } = {}) {
    this.#send = send;
    this.#burst = burst;
    this.#tokens = burst;
    this.#interval = 1000 / perSecond;
  }

  push(item) {
    this.#waiting.push(item);
    this.#drain();
  }

  /** Try again at once: the socket is back. */
  resume() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#drain();
  }

  close() {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #drain() {
    if (this.#timer) return;
    this.#refill();
    while (this.#waiting.length && this.#tokens >= 1) {
      this.#tokens -= 1;
      this.#try(this.#waiting.shift());
    }
    if (this.#waiting.length) this.#later(this.#interval);
  }

  #refill() {
    const now = performance.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#refilled) / this.#interval);
    this.#refilled = now;
  }

  async #try(item) {
    try {
      await this.#send(item);
    } catch (error) {
      if (error.code !== "rate_limited" && error.code !== "offline") return;
      this.#waiting.push(item);
      this.#tokens = 0;
      this.#later(1000 * (error.retry_after || 1));
    }
  }

  #later(milliseconds) {
    this.#timer ??= setTimeout(() => this.resume(), milliseconds);
  }
}
