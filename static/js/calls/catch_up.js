import { api } from "../api.js";

/** An event that overtook another is followed by it; what has not come by then is lost. */
const COMES_WITHIN = 300;
const AGAIN = 2000;

/** Fetches the whole call when this page missed a change of it. */
export class CatchUp {
  #roster;
  #isIn;
  #take;
  #timer = null;

  /** `isIn()`: whether this page is in the call, for others do not hear everything; `take(call)`: what is done with it. */
  constructor({ roster, socket, isIn, take }) {
    this.#roster = roster;
    this.#isIn = isIn;
    this.#take = take;
    socket.addEventListener("sync.required", () => isIn() && this.now());
  }

  /** After every event. */
  look() {
    if (this.#isIn() && this.#roster.missing) this.#timer ??= setTimeout(() => this.#roster.missing ? this.now() : this.close(), COMES_WITHIN);
  }

  async now() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), AGAIN);
    const call = await api.get(`/api/v1/messenger/calls/${this.#roster.call.id}`).catch(() => null);
    if (call && this.#timer !== null) this.#take(call);
  }

  close() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  #again() {
    this.#timer = null;
    this.look();
  }
}
