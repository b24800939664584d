/** What one writes in a place goes out: sent, spoken, changed; and others see that one is writing. */

export class Writing {
  #messenger;
  #place;
  #composer;
  #actions;
  #signal;
  #leads;

  /** `leads()` brings the end of the place into sight; `signal` ends it. */
  constructor({ messenger, place, composer, recorder, actions, leads, signal }) {
    this.#messenger = messenger;
    this.#place = place;
    this.#composer = composer;
    this.#actions = actions;
    this.#signal = signal;
    this.#leads = leads;
    const { typing } = messenger;
    const { id, thread } = place;
    composer.addEventListener("send", ({ detail: { content, ...rest } }) => this.#send(content, rest), { signal });
    recorder.addEventListener("recorded", ({ detail }) => this.#send("", { attachments: [detail.shape], voice: true }), { signal });
    composer.addEventListener("edit", ({ detail }) => this.#edit(detail.message, detail.content), { signal });
    composer.addEventListener("edit-last", () => this.#editLast(), { signal });
    composer.addEventListener("typing", () => typing.tell(id, thread), { signal });
    composer.addEventListener("idle", () => typing.stop(id, thread), { signal });
  }

  #send(content, rest) {
    const { outbox, typing } = this.#messenger;
    const { id, thread } = this.#place;
    typing.stop(id, thread);
    this.#leads();
    outbox.send(id, content, { ...rest, threadId: thread });
  }

  #editLast() {
    const mine = (one) => one.sender?.id === this.#messenger.me.id && one.message_type !== "system" && !one.deleted_at;
    const last = this.#place.timeline.messages.findLast(mine);
    if (last) this.#composer.edit(last);
  }

  /** What was refused, or met no connection, is in the box again. */
  async #edit(message, content) {
    if (content === message.content) return;
    const done = await this.#actions.try(this.#messenger.edit(message, content));
    if (!done && !this.#signal.aborted) this.#composer.edit(message, content);
  }
}
