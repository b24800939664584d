/** How many messages of a conversation are new: what the server counted, and what came after it had counted. */

const MOST = 100;

export class Count {
  #counted;
  #seq;
  #later = new Set();

  /** A Conversation shape. */
  constructor({ seq, my: { last_read_seq, unread } }) {
    this.#seq = seq;
    this.#counted = unread;
    this.read = last_read_seq;
  }

  get unread() {
    return Math.min(this.#counted + this.#later.size, MOST);
  }

  /** The server's number, of when the conversation ended at `seq`. An answer that is older than what is known is not believed. */
  told({ seq, my: { last_read_seq, unread } }) {
    if (seq < this.#seq || last_read_seq < this.read) return;
    this.#seq = seq;
    this.#counted = unread;
    this.#advance(last_read_seq);
  }

  #advance(read) {
    this.read = read;
    for (const one of this.#later) if (one <= Math.max(read, this.#seq)) this.#later.delete(one);
  }

  /** A new one, perhaps not for the first time. */
  arrived(seq) {
    if (seq > this.#seq && seq > this.read) this.#later.add(seq);
  }

  /** One has read up to `seq`. False: how many are left has to be asked. */
  readUpTo(seq) {
    this.#counted = Math.min(this.#counted, Math.max(this.#seq - seq, 0));
    this.#advance(Math.max(seq, this.read));
    return this.#counted === 0;
  }

  /** The message is deleted; `seq` null: one that is not known here. False: how many are left has to be asked. */
  deleted(seq) {
    return this.#later.delete(seq) || this.unread === 0 || (seq !== null && seq <= this.read);
  }
}

/** Whether somebody has this message to read in the conversation itself. */
export function isNews({ sender, message_type, thread_id, deleted_at }, me) {
  return Boolean(sender) && sender.id !== me.id && message_type !== "system" && !thread_id && !deleted_at;
}
