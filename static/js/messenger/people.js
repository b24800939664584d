/** Who is in each conversation, as far as it was loaded, and how far they have read. */

export class People {
  #of = new Map();
  #positions = new Map();

  /** Whether the people of a conversation were loaded. */
  knows(id) {
    return this.#of.has(id);
  }

  load(id, participants) {
    this.#of.set(id, new Map(participants.map((one) => [one.user.id, one])));
    for (const { user, last_read_seq: seq } of participants) this.read(id, user.id, seq);
  }

  forget(id) {
    this.#of.delete(id);
    this.#positions.delete(id);
  }

  /** One came, went, or has another role. */
  put(id, participant) {
    this.#of.get(id)?.set(participant.user.id, participant);
    this.read(id, participant.user.id, participant.last_read_seq);
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

  /** How far; it only grows, or is kept to themselves (null). What is heard while the people are loading counts too. */
  read(id, userId, seq) {
    const positions = this.#positions.get(id) ?? new Map();
    this.#positions.set(id, positions.set(userId, seq === null ? null : Math.max(positions.get(userId) ?? 0, seq)));
  }

  /** How many others have read up to a message; who came after it cannot have seen it. */
  readersOf({ conversation_id: id, sender, seq }) {
    const positions = this.#positions.get(id);
    return this.in(id).filter((one) => one.user.id !== sender?.id && one.from_seq < seq && positions.get(one.user.id) >= seq).length;
  }
}
