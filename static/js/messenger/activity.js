/** Says which conversation is on this screen, so that nobody is told of what they are looking at. */

const AGAIN = 60_000;

export class Activity {
  #socket;
  #shown;
  #said = null;
  #toldAt = 0;

  /** `shown()`: the id of the conversation that is open here, or null. */
  constructor(socket, shown) {
    this.#socket = socket;
    this.#shown = shown;
    for (const type of ["focus", "blur"]) addEventListener(type, () => this.tell());
    for (const type of ["pointerdown", "keydown"]) addEventListener(type, () => this.#alive(), { capture: true, passive: true });
    document.addEventListener("visibilitychange", () => this.tell());
    socket.on("ready", () => this.tell({ anew: true }));
  }

  /** Without a sign of life for five minutes somebody is away. */
  #alive() {
    if (Date.now() - this.#toldAt > AGAIN) this.tell({ anew: true });
  }

  /** After something else was opened; a socket that is new has to hear it again. */
  tell({ anew = false } = {}) {
    const visible = document.visibilityState === "visible" && document.hasFocus();
    const id = visible ? this.#shown() : null;
    if (id === this.#said && !(anew && visible)) return;
    this.#said = id;
    this.#toldAt = Date.now();
    this.#socket.tell("presence.activity", id ? { conversation_id: id, visible } : { visible });
  }
}
