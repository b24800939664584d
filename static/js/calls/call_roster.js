/**
 * The call as this page knows it, and who is in it. Events may come out of order: whatever is older than
 * what is known says nothing, and a roster written before somebody's switch does not switch it back.
 */
export class CallRoster {
  #later = new Map();

  constructor(call) {
    this.call = call;
  }

  /** Everybody who is in, once a page: {peerId, user, participant}. */
  get pages() {
    return this.call.participants.flatMap((participant) =>
      participant.peers.map((peerId) => ({ peerId, user: participant.user, participant })),
    );
  }

  get peerIds() {
    return this.pages.map(({ peerId }) => peerId);
  }

  /** User ids of raised hands, the first to be raised first. */
  get hands() {
    const raised = this.call.participants.filter((one) => one.hand_raised_at && one.state === "joined");
    return raised.sort((a, b) => (a.hand_raised_at < b.hand_raised_at ? -1 : 1)).map(({ user }) => user.id);
  }

  /** The participant, in or not; undefined for somebody who was never asked. */
  of(userId) {
    return this.call.participants.find(({ user }) => user.id === userId);
  }

  /** A whole call, answered or told. False: it is older than what is known. */
  take(call) {
    if (call.revision < this.call.revision && call.status !== "ended") return false;
    this.call = this.#withLaterMedia(call);
    return true;
  }

  /** `call.media`. False: it is out of date. */
  media({ user_id, revision, audio_enabled, video_enabled, screen_sharing }) {
    if (revision < Math.max(this.call.revision, this.#later.get(user_id)?.revision ?? 0)) return false;
    this.#later.set(user_id, { revision, flags: { audio_enabled, video_enabled, screen_sharing } });
    this.call = this.#withLaterMedia(this.call);
    return true;
  }

  /** `call.hand`. */
  hand({ user_id, hand_raised_at }) {
    this.#each((one) => (one.user.id === user_id ? { ...one, hand_raised_at } : one));
  }

  /** `call.quality`: by user id. */
  quality(qualities) {
    this.#each((one) => ({ ...one, connection_quality: qualities[one.user.id] ?? one.connection_quality }));
  }

  #each(change) {
    this.call = { ...this.call, participants: this.call.participants.map(change) };
  }

  #withLaterMedia(call) {
    const later = (one) => {
      const known = this.#later.get(one.user.id);
      return known && known.revision > call.revision ? { ...one, ...known.flags } : one;
    };
    return { ...call, participants: call.participants.map(later) };
  }
}
