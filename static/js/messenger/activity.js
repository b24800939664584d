/** Says which conversation is on this screen, so that nobody is told of what they are looking at. */

export class Activity {
  #socket;
  #shown;
  #said = null;

  /** `shown()`: the id of the conversation that is open here, or null. */
  constructor(socket, shown) {
    this.#socket = socket;
    this.#shown = shown;
    for (const type of ["focus", "blur"]) addEventListener(type, () => this.tell());
    document.addEventListener("visibilitychange", () => this.tell());
    socket.on("ready", () => this.tell({ anew: true }));
  }

  /** After something else was opened; a socket that is new has to hear it again. */
  tell({ anew = false } = {}) {
    const visible = document.visibilityState === "visible" && document.hasFocus();
    const id = visible ? this.#shown() : null;
    if (id === this.#said && !(anew && id)) return;
    this.#said = id;
    this.#socket.tell("presence.activity", id ? { conversation_id: id, visible } : { visible });
  }
}
