/** Who is writing. Ours is told at most every two seconds; that of others ends by itself after five. */

const EVERY = 2000;
const EXPIRES = 5000;

export class Typing extends EventTarget {
  #socket;
  #told = new Map();
  #writing = new Map();

  constructor(socket) {
    super();
    this.#socket = socket;
    socket.on("typing", (frame) => this.#heard(frame));
  }

  /** A key was pressed in a conversation or a thread of it. */
  tell(id, thread = null) {
    const key = thread ?? id;
    if (Date.now() - (this.#told.get(key) ?? 0) < EVERY) return;
    this.#told.set(key, Date.now());
    this.#socket.tell("typing.start", frame(id, thread));
  }

  /** The text was sent or emptied. */
  stop(id, thread = null) {
    if (this.#told.delete(thread ?? id)) this.#socket.tell("typing.stop", frame(id, thread));
  }

  /** Ids of those who write in a conversation, or in the thread of that message, now. */
  in(id) {
    return [...(this.#writing.get(id)?.keys() ?? [])];
  }

  /** Somebody's message came: they are done. */
  finished(id, userId) {
    this.#end(id, userId);
  }

  #heard({ conversation_id, thread_id, user_ids, active }) {
    const id = thread_id ?? conversation_id;
    for (const userId of user_ids) {
      if (active === false) this.#end(id, userId);
      else this.#begin(id, userId);
    }
  }

  #begin(id, userId) {
    const people = this.#writing.get(id) ?? new Map();
    this.#writing.set(id, people);
    clearTimeout(people.get(userId));
    people.set(userId, setTimeout(() => this.#end(id, userId), EXPIRES));
    this.#tell(id);
  }

  #end(id, userId) {
    const people = this.#writing.get(id);
    if (!people?.has(userId)) return;
    clearTimeout(people.get(userId));
    people.delete(userId);
    this.#tell(id);
  }

  #tell(id) {
    this.dispatchEvent(new CustomEvent("change", { detail: { id } }));
  }
}

function frame(id, thread) {
  return thread ? { conversation_id: id, thread_id: thread } : { conversation_id: id };
}
