/** Who is in each conversation, as far as it was loaded, and how far they have read. */

export class People {
  #of = new Map();
  #fresh = new Set();

  /** Whether the people of a conversation were loaded. */
  knows(id) {
    return this.#of.has(id);
  }

  /** Whether nothing can have been missed since; reads have no numbers by which they are caught up. */
  isFresh(id) {
    return this.#fresh.has(id);
  }

  /** The connection was lost. */
  doubt() {
    this.#fresh.clear();
  }

  load(id, participants) {
    this.#of.set(id, new Map(participants.map((one) => [one.user.id, one])));
    this.#fresh.add(id);
  }

  forget(id) {
    this.#of.delete(id);
    this.#fresh.delete(id);
  }

  /** One came, went, or has another role. */
  put(id, participant) {
    this.#of.get(id)?.set(participant.user.id, participant);
  }

  /** The active ones; empty until they were loaded. */
  in(id) {
    return [...(this.#of.get(id)?.values() ?? [])].filter((one) => !one.left_at);
  }

  /** Everybody who is or was in it. */
  everIn(id) {
    return [...(this.#of.get(id)?.values() ?? [])].map((one) => one.user);
  }

  /** Null when one does not know them. */
  name(id, userId) {
    return this.#of.get(id)?.get(userId)?.user.name ?? null;
  }

  read(id, userId, seq) {
    const participant = this.#of.get(id)?.get(userId);
    if (participant) participant.last_read_seq = Math.max(participant.last_read_seq, seq);
  }

  /** How many others have read up to a message; who came after it cannot have seen it. */
  readersOf({ conversation_id: id, sender, seq }) {
    return this.in(id).filter((one) => one.user.id !== sender?.id && one.from_seq < seq && one.last_read_seq >= seq).length;
  }
}
