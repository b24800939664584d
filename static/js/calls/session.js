import { Mesh } from "./mesh.js";
import { Signaling } from "./signaling.js";

const CLAIM_AGAIN = 1500;

/**
 * This page's part in one call: claims its peer, keeps the roster and the mesh in step with the server,
 * and comes back by itself after the socket was lost, while the media goes on.
 *
 * `state`: outside, joining, in, lost (socket away), over. Events: `state` {state, reason, call},
 * `roster`, `media` {id, source, stream}, `connection` {id, state}, `gone` {id}.
 * Reasons of over: ended, left, replaced, removed, or the code of the refusal.
 */
export class CallSession extends EventTarget {
  state = "outside";
  #socket;
  #signaling;
  #media;
  #iceServers;
  #newId;
  #mediaRevisions = new Map();
  #claiming = null;
  #wishes = {};
  #replaces = null;

  constructor({ socket, call, me, media, iceServers, newId }) {
    super();
    this.call = call;
    this.me = me;
    this.#socket = socket;
    this.#media = media;
    this.#iceServers = iceServers;
    this.#newId = newId;
    this.#signaling = new Signaling(socket, call.id);
    this.#listen();
  }

  /** Everybody who is in, once a page: {peerId, user, participant}. */
  get pages() {
    return this.call.participants.flatMap((participant) =>
      participant.peers.map((peerId) => ({ peerId, user: participant.user, participant })),
    );
  }

  get others() {
    return this.pages.filter(({ peerId }) => peerId !== this.peerId && peerId !== this.#replaces);
  }

  /**
   * Come in. `wishes` {audio, video}: which devices are on or about to be;
   * `replaces`: the peer this tab had before it was reloaded.
   */
  join(wishes, replaces = null) {
    this.#wishes = wishes;
    this.#replaces = replaces;
    this.#become("joining");
    return this.#enter();
  }

  async leave() {
    this.#over("left");
    await this.#signaling.leave().catch(() => {});
  }

  /** For everybody. Rejects with the refusal. */
  async end() {
    const { call } = await this.#signaling.end();
    if (call) this.#update(call);
  }

  /** Tell the others which of our devices are on, if they do not know. */
  tellMedia() {
    if (this.state !== "in") return;
    const flags = { audio_enabled: this.#media.wants("audio"), video_enabled: this.#media.wants("video") };
    const told = this.call.participants.find(({ user }) => user.id === this.me.id) ?? {};
    if (Object.entries(flags).every(([name, on]) => told[name] === on)) return;
    this.#signaling.media(flags).then(({ call }) => this.#update(call), () => {});
  }

  async #enter() {
    this.peerId = this.#newId();
    this.mesh?.close();
    this.mesh = this.#makeMesh();
    await this.#claim();
  }

  /** The same claim brings in and brings back; nothing but a refusal stops it. */
  #claim() {
    this.#claiming ??= this.#tryClaim().finally(() => (this.#claiming = null));
    return this.#claiming;
  }

  async #tryClaim() {
    try {
      const { call } = await this.#signaling.claim(this.peerId, { ...this.#wishes, replaces: this.#replaces });
      if (this.state !== "over") this.#arrived(call);
    } catch (error) {
      if (this.state !== "over") this.#refused(error);
    }
  }

  #arrived(call) {
    this.#replaces = null;
    this.#become("in");
    this.#update(call, true);
    if (this.state !== "in") return;
    this.mesh.reconcile(this.pages.map(({ peerId }) => peerId));
    this.tellMedia();
  }

  #refused(error) {
    if (error.code === "peer_gone") return this.#restart();
    if (error.code === "offline" && !this.#signaling.isOpen) return; // the socket's return claims again
    if (error.code === "offline" || error.code === "rate_limited") return this.#later(() => this.#claim(), CLAIM_AGAIN);
    if (error.call) this.call = error.call;
    this.#over(error.code === "call_ended" ? "ended" : error.code, error.detail);
  }

  /** Away for so long that the server gave our place up: a new one. */
  #restart() {
    for (const id of this.mesh.ids) this.#emit("gone", { id });
    this.#later(() => this.#enter()); // when the claim under way has ended
  }

  #later(act, milliseconds = 0) {
    setTimeout(() => this.state !== "over" && act(), milliseconds);
  }

  #listen() {
    this.#signaling.addEventListener("call.updated", ({ detail }) => this.#update(detail.call));
    this.#signaling.addEventListener("call.ended", ({ detail }) => this.#update(detail.call));
    this.#signaling.addEventListener("call.media", ({ detail }) => this.#mediaOf(detail));
    this.#signaling.addEventListener("call.quality", ({ detail }) => this.#qualityOf(detail.qualities));
    this.#socket.addEventListener("state", ({ detail }) => this.#socketIs(detail.state));
  }

  #socketIs(state) {
    if (this.state === "outside" || this.state === "over") return;
    if (state === "open") return void this.#claim();
    if (this.state === "in") this.#become("lost");
  }

  #makeMesh() {
    const options = { selfId: this.peerId, iceServers: this.#iceServers, media: this.#media, signaling: this.#signaling };
    const mesh = new Mesh(options);
    mesh.addEventListener("media", ({ detail }) => this.#emit("media", detail));
    mesh.addEventListener("state", ({ detail }) => this.#emit("connection", detail));
    mesh.addEventListener("gone", ({ detail }) => this.#emit("gone", detail));
    return mesh;
  }

  /** Events may come out of order: an older roster than ours says nothing. */
  #update(call, claimed = false) {
    if (call.revision < this.call.revision && call.status !== "ended") return;
    const before = new Set(this.pages.map(({ peerId }) => peerId));
    this.call = this.#withLaterMedia(call);
    if (call.status === "ended") return this.#over("ended");
    if (this.state === "in" && !claimed) this.#follow(before);
    if (this.state !== "over") this.#emit("roster", {});
  }

  #follow(before) {
    const now = new Set(this.pages.map(({ peerId }) => peerId));
    if (!now.has(this.peerId)) return this.#displaced();
    for (const id of before) if (!now.has(id)) this.mesh.left(id);
    for (const id of now) if (!before.has(id)) this.mesh.joined(id);
  }

  /** Our page is not in it any more, though nobody here has left. */
  #displaced() {
    const state = this.call.participants.find(({ user }) => user.id === this.me.id)?.state;
    this.#over({ joined: "replaced", removed: "removed" }[state] ?? "left");
  }

  #mediaOf({ user_id, revision, audio_enabled, video_enabled, screen_sharing }) {
    if (revision < Math.max(this.call.revision, this.#mediaRevisions.get(user_id)?.revision ?? 0)) return;
    const flags = { audio_enabled, video_enabled, screen_sharing };
    this.#mediaRevisions.set(user_id, { revision, flags });
    this.call = this.#withLaterMedia(this.call);
    this.#emit("roster", {});
  }

  #qualityOf(qualities) {
    for (const one of this.call.participants) one.connection_quality = qualities[one.user.id] ?? one.connection_quality;
    this.#emit("roster", {});
  }

  /** A roster written before somebody's switch must not switch it back. */
  #withLaterMedia(call) {
    const later = (one) => {
      const known = this.#mediaRevisions.get(one.user.id);
      return known && known.revision > call.revision ? { ...one, ...known.flags } : one;
    };
    return { ...call, participants: call.participants.map(later) };
  }

  #over(reason, detail = "") {
    if (this.state === "over") return;
    this.mesh?.close();
    this.#signaling.close();
    this.#become("over", { reason, detail });
  }

  #become(state, detail = {}) {
    if (this.state === state) return;
    this.state = state;
    this.#emit("state", { state, ...detail });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
