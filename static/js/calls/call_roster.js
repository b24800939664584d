import { Revisions } from "./revisions.js";

const FLAGS = ["audio_enabled", "video_enabled", "screen_sharing", "screen_audio_enabled"];

/**
 * The call as this page knows it, and who is in it. Events carry the people that changed and may come out of
 * order: what is older than what is known of somebody says nothing, and a whole call written before
 * somebody's switch does not switch it back. `missing`: a change was told that this page has not heard of.
 */
export class CallRoster {
  #revisions;
  #fields = new Map();

  constructor(call) {
    this.call = call;
    this.#revisions = new Revisions(call.revision);
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

  get missing() {
    return this.#revisions.missing;
  }

  /** The participant, in or not; undefined for somebody who was never asked. */
  of(userId) {
    return this.call.participants.find(({ user }) => user.id === userId);
  }

  /** A whole call, answered or told. False: it is older than what is known. */
  take(call) {
    if (call.revision < this.call.revision && call.status !== "ended") return false;
    this.#revisions.whole(call.revision);
    this.call = { ...call, revision: this.#revisions.known };
    for (const [userId, fields] of this.#fields) this.#keepLater(userId, fields, call.revision);
    return true;
  }

  /** `call.participant_joined`, `call.participant_left`, `call.participant_updated`. False: it is out of date. */
  participant({ user_id, participant, revision }) {
    if (!this.of(user_id)) this.#add(participant);
    return this.#learn(user_id, participant, revision);
  }

  /** `call.media`. False: it is out of date. */
  media({ user_id, revision, ...event }) {
    return this.#learn(user_id, Object.fromEntries(FLAGS.map((name) => [name, event[name]])), revision);
  }

  /** `call.hand`. False: it is out of date. */
  hand({ user_id, hand_raised_at, revision }) {
    return this.#learn(user_id, { hand_raised_at }, revision);
  }

  /** `call.quality`: by user id. */
  quality({ qualities, causes }) {
    for (const [id, connection_quality] of Object.entries(qualities))
      this.#put(Number(id), { connection_quality, connection_cause: causes[id] });
  }

  /** Field by field: a switch that overtook the change before it stays. */
  #learn(userId, fields, revision) {
    const known = this.#fields.get(userId) ?? {};
    const news = Object.entries(fields).filter(([name]) => revision >= (known[name]?.revision ?? this.#revisions.base));
    for (const [name, value] of news) known[name] = { revision, value };
    this.#fields.set(userId, known);
    this.#revisions.heard(revision);
    this.call = { ...this.call, revision: this.#revisions.known };
    if (news.length) this.#put(userId, Object.fromEntries(news));
    return news.length > 0;
  }

  #keepLater(userId, fields, revision) {
    const later = Object.entries(fields).filter(([, one]) => one.revision > revision);
    if (!later.length) return void this.#fields.delete(userId);
    if (!this.of(userId) && fields.user) this.#add(Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])));
    this.#put(userId, Object.fromEntries(later.map(([name, { value }]) => [name, value])));
  }

  /** In the server's order: who started it, then by id. */
  #add(participant) {
    const people = [...this.call.participants, participant];
    people.sort((a, b) => b.is_initiator - a.is_initiator || a.user.id - b.user.id);
    this.call = { ...this.call, participants: people };
  }

  #put(userId, fields) {
    const changed = (one) => (one.user.id === userId ? { ...one, ...fields } : one);
    this.call = { ...this.call, participants: this.call.participants.map(changed) };
  }
}
