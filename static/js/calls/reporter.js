import { Stats } from "./stats.js";

const EVERY = 5000;

/** Tells the server every five seconds how each connection of this page does. */
export class Reporter {
  #session;
  #stats = new WeakMap();

  constructor(session) {
    this.#session = session;
    const timer = setInterval(() => this.#report(), EVERY);
    session.addEventListener("state", ({ detail }) => detail.state === "over" && clearInterval(timer));
  }

  #report() {
    if (this.#session.state !== "in") return;
    for (const { id, connection } of this.#session.connections)
      if (id !== "old") this.#reportOne(id, connection).catch((error) => console.warn("no statistics", error));
  }

  async #reportOne(id, connection) {
    if (!this.#stats.has(connection)) this.#stats.set(connection, new Stats());
    const stats = await this.#stats.get(connection).read(connection);
    if (connection.signalingState !== "closed") this.#session.signaling.report(id, connection.connectionState, stats);
  }
}
