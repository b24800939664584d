/**
 * What a person does in a call: each asks the server, and hands on the call as it then is.
 * All reject with the server's refusal.
 */
export class Acts {
  #signaling;
  #take;

  /** `take(call)` learns a newer call. */
  constructor(signaling, take) {
    this.#signaling = signaling;
    this.#take = take;
  }

  /** For everybody. */
  end() {
    return this.#learn(this.#signaling.end());
  }

  raiseHand(raised) {
    return this.#learn(this.#signaling.hand(raised));
  }

  /** The teacher's hand (docs/protocol.md, "Keeping order"). */
  moderate(action, userId) {
    return this.#learn(this.#signaling.moderate(action, userId));
  }

  /** Ring these people again. */
  ring(userIds) {
    return this.#learn(this.#signaling.ring(userIds));
  }

  react(emoji) {
    return this.#signaling.react(emoji);
  }

  /** Refused while somebody else shares, or when it is not allowed. */
  shareScreen(on) {
    return this.#learn(this.#signaling.media({ screen_sharing: on }));
  }

  /** Which devices are on. */
  tellMedia(flags) {
    return this.#learn(this.#signaling.media(flags));
  }

  async #learn(answer) {
    const { call } = await answer;
    if (call) this.#take(call);
  }
}
