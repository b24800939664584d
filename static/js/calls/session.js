import { Forwarding } from "./forwarding.js";
import { Handover } from "./handover.js";
import { Mesh } from "./mesh.js";
import { Signaling } from "./signaling.js";

const CLAIM_AGAIN = 1500;

/**
 * This page's part in one call: claims its peer, keeps the roster and the connections in step with the server,
 * and comes back by itself after the socket was lost, while the media goes on. Up to four people talk in a
 * `mesh`; from the fifth on everything goes through `forwarding`, and never back.
 *
 * `state`: outside, joining, in, lost (socket away), over. Events: `state` {state, reason, call},
 * `roster`, `media` {id, source, stream|null}, `connection` {id, state}, `gone` {id}, `moved` {id} (from now on
 * through the server), `ready` (the server wants to know what is shown), `blocked` (sound waits for a click).
 * Reasons of over: ended, left, replaced, removed, or the code of the refusal.
 */
export class CallSession extends EventTarget {
  state = "outside";
  mesh = null;
  forwarding = null;
  #socket;
  #signaling;
  #media;
  #iceServers;
  #newId;
  #mediaRevisions = new Map();
  #claiming = null;
  #wishes = {};
  #replaces = null;
  #handover = null;
  #view = { tiles: [], large: [] };

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

  get topology() {
    return this.call.topology;
  }

  /** The call's frames, for those who send or hear more than this. */
  get signaling() {
    return this.#signaling;
  }

  /** What the person is connected by: {id, connection} of every RTCPeerConnection. */
  get connections() {
    return [...(this.mesh?.peers ?? []), ...(this.forwarding?.peers ?? [])];
  }

  /** How loud a page is now, 0 to 1. */
  levelOf(peerId) {
    return Math.max(this.mesh?.peer(peerId)?.level() ?? 0, this.forwarding?.level(peerId) ?? 0);
  }

  /** Which pages' pictures are shown small and large; in a mesh everything comes anyway. */
  show(tiles, large) {
    this.#view = { tiles, large };
    this.#tellView();
  }

  /** The picture of this page that came through the server is seen. */
  shown(peerId) {
    this.#handover?.shown(peerId);
  }

  /** After the click that the browser wanted before it plays sound. */
  play() {
    this.forwarding?.play();
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

  get isHandRaised() {
    return Boolean(this.call.participants.find(({ user }) => user.id === this.me.id)?.hand_raised_at);
  }

  /** Rejects with the refusal. */
  async raiseHand(raised) {
    const { call } = await this.#signaling.hand(raised);
    this.#update(call);
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
    this.#disconnect();
    if (this.topology !== "sfu") this.mesh = this.#makeMesh();
    await this.#claim();
  }

  #disconnect() {
    this.#handover?.close();
    this.mesh?.close();
    this.forwarding?.close();
    this.#handover = this.mesh = this.forwarding = null;
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
    this.#connect();
    this.tellMedia();
  }

  /** What the roster asks for, after coming in or back. Who comes while the topology changes uses the server alone. */
  #connect() {
    const there = this.pages.map(({ peerId }) => peerId);
    if (this.topology !== "sfu") return this.mesh?.reconcile(there);
    for (const id of this.mesh?.ids ?? []) if (!there.includes(id)) this.mesh.left(id);
    if (this.forwarding) this.forwarding.resume();
    else this.#forward();
  }

  #forward() {
    const options = { meId: this.me.id, iceServers: this.#iceServers, media: this.#media, signaling: this.#signaling };
    this.forwarding = new Forwarding(options);
    const pass = (from, to = from) => this.forwarding.addEventListener(from, ({ detail }) => this.#emit(to, detail));
    pass("media");
    pass("blocked");
    pass("state", "connection");
    this.forwarding.addEventListener("ready", () => this.#tellView());
    if (this.mesh?.ids.length) this.#handOver();
    else this.#closeMesh();
  }

  #handOver() {
    const { mesh, forwarding } = this;
    const hasPicture = (id) => {
      const sends = this.pages.find(({ peerId }) => peerId === id)?.participant.video_enabled;
      return Boolean(sends) && [...this.#view.tiles, ...this.#view.large].includes(id);
    };
    this.#handover = new Handover({ mesh, forwarding, signaling: this.#signaling, hasPicture });
    this.#handover.addEventListener("moved", ({ detail }) => this.#emit("moved", detail));
    this.#handover.addEventListener("done", () => this.#closeMesh());
  }

  #closeMesh() {
    this.#handover?.close();
    this.mesh?.close();
    this.#handover = this.mesh = null;
  }

  #tellView() {
    const { tiles, large } = this.#view;
    if (this.forwarding && this.#signaling.isOpen) this.#signaling.view(tiles, large).catch(() => {});
  }

  /** Another server took the call over. */
  #topologyOf({ topology, media_server }) {
    this.#update({ ...this.call, topology, media_server });
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
    for (const id of this.mesh?.ids ?? []) this.#emit("gone", { id });
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
    this.#signaling.addEventListener("call.topology", ({ detail }) => this.#topologyOf(detail));
    this.#signaling.addEventListener("call.hand", ({ detail }) => this.#handOf(detail));
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
    const server = this.call.media_server;
    this.call = this.#withLaterMedia(call);
    if (call.status === "ended") return this.#over("ended");
    if (this.forwarding && call.media_server && server !== call.media_server) this.forwarding.move();
    if (this.state === "in" && !claimed) this.#follow(before);
    if (this.state !== "over") this.#emit("roster", {});
  }

  #follow(before) {
    const now = new Set(this.pages.map(({ peerId }) => peerId));
    if (!now.has(this.peerId)) return this.#displaced();
    for (const id of before) if (!now.has(id)) this.mesh?.left(id);
    if (this.topology === "sfu") return this.forwarding || this.#forward();
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

  #handOf({ user_id, hand_raised_at }) {
    const raised = (one) => (one.user.id === user_id ? { ...one, hand_raised_at } : one);
    this.call = { ...this.call, participants: this.call.participants.map(raised) };
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
    this.#disconnect();
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
