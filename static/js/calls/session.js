import { Acts } from "./acts.js";
import { CatchUp } from "./catch_up.js";
import { CallRoster } from "./call_roster.js";
import { Connections } from "./connections.js";
import { Signaling } from "./signaling.js";

const CLAIM_AGAIN = 1500;

/**
 * This page's part in one call: claims its peer, keeps the roster and the connections in step with the server,
 * and comes back by itself after the socket was lost, while the media goes on.
 *
 * `state`: outside, joining, in, lost (socket away), over. Events: `state` {state, reason, call},
 * `roster`, `returned` {before: oneself as the call had it}, and those of Connections.
 * Reasons of over: ended, left, replaced, removed, blocked (by the teacher), or the code of the refusal.
 */
export class CallSession extends EventTarget {
  state = "outside";
  #socket;
  #signaling;
  #media;
  #connections;
  #newId;
  #roster;
  #catchUp;
  #claiming = null;
  #wishes = {};
  #replaces = null;

  constructor({ socket, call, me, media, iceServers, newId }) {
    super();
    this.#roster = new CallRoster(call);
    const isIn = () => this.state === "in";
    this.#catchUp = new CatchUp({ roster: this.#roster, socket, isIn, take: (call) => this.#update(call) });
    this.me = me;
    this.#socket = socket;
    this.#media = media;
    this.#newId = newId;
    this.#signaling = new Signaling(socket, call.id);
    this.acts = new Acts(this.#signaling, (call) => this.#update(call));
    const shared = { roster: this.#roster, signaling: this.#signaling, media };
    this.#connections = new Connections({ ...shared, iceServers, meId: me.id });
    this.#listen();
  }

  get call() {
    return this.#roster.call;
  }

  set call(call) {
    this.#roster.call = call;
  }

  /** Everybody who is in, once a page: {peerId, user, participant}. */
  get pages() {
    return this.#roster.pages;
  }

  /** Oneself as the call has it; undefined before coming in for the first time. */
  get mine() {
    return this.#roster.of(this.me.id);
  }

  get others() {
    return this.pages.filter(({ peerId }) => peerId !== this.peerId && peerId !== this.#replaces);
  }

  get hands() {
    return this.#roster.hands;
  }

  get topology() {
    return this.call.topology;
  }

  /** The call's frames, for those who send or hear more than this. */
  get signaling() {
    return this.#signaling;
  }

  get mesh() {
    return this.#connections.mesh;
  }

  get forwarding() {
    return this.#connections.forwarding;
  }

  /** What the person is connected by: {id, connection} of every RTCPeerConnection. */
  get connections() {
    return this.#connections.all;
  }

  levelOf = (peerId) => this.#connections.levelOf(peerId);
  show = (tiles, large) => this.#connections.show(tiles, large);
  receivePictures = (wanted) => this.#connections.receivePictures(wanted);
  restart = () => this.#connections.restart();
  shown = (peerId) => this.#connections.shown(peerId);

  /** After the click that the browser wanted before it plays sound. */
  play = () => this.forwarding?.play();

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

  get isHandRaised() {
    return Boolean(this.mine?.hand_raised_at);
  }

  /** Everybody is held muted, and one does not moderate. */
  get isHeld() {
    return Boolean(this.call.hold_muted && this.mine && !this.mine.moderator);
  }

  /** Who shares a screen, as a participant. */
  get sharer() {
    return this.call.participants.find((one) => one.screen_sharing && one.state === "joined");
  }

  /** Tell the others which of our devices are on, if they do not know. */
  tellMedia() {
    if (this.state !== "in") return;
    const flags = { audio_enabled: this.#media.wants("audio"), video_enabled: this.#media.wants("video") };
    const told = this.mine ?? {};
    if (Object.entries(flags).every(([name, on]) => told[name] === on)) return;
    this.acts.tellMedia(flags).catch(() => {});
  }

  async #enter() {
    this.peerId = this.#newId();
    this.#connections.begin(this.peerId);
    await this.#claim();
  }

  /** The same claim brings in and brings back; nothing but a refusal stops it. */
  #claim() {
    this.#claiming ??= this.#tryClaim().finally(() => (this.#claiming = null));
    return this.#claiming;
  }

  async #tryClaim() {
    try {
      const claim = this.#signaling.claim(this.peerId, { ...this.#wishes, replaces: this.#replaces });
      this.#connections.hurry();
      const { call } = await claim;
      if (this.state !== "over") this.#arrived(call);
    } catch (error) {
      if (this.state !== "over") this.#refused(error);
    }
  }

  #arrived(call) {
    const before = this.mine;
    this.#replaces = null;
    this.#become("in");
    this.#update(call, true);
    if (this.state !== "in") return;
    this.#emit("returned", { before });
    this.#connections.connect();
    this.tellMedia();
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
    this.#signaling.addEventListener("call.topology", ({ detail }) => this.#topologyOf(detail));
    for (const what of ["joined", "left", "updated"])
      this.#learn(`call.participant_${what}`, (detail) => this.#roster.participant(detail));
    this.#learn("call.media", (detail) => this.#roster.media(detail));
    this.#learn("call.quality", (detail) => this.#roster.quality(detail));
    this.#learn("call.hand", (detail) => this.#roster.hand(detail));
    for (const type of ["media", "connection", "gone", "moved", "blocked"])
      this.#connections.addEventListener(type, ({ detail }) => this.#emit(type, detail));
    this.#socket.addEventListener("state", ({ detail }) => this.#socketIs(detail.state));
  }

  /** An event that changes the roster; `take` answers false when it says nothing new. */
  #learn(type, take) {
    this.#signaling.addEventListener(type, ({ detail }) => {
      const before = new Set(this.#roster.peerIds);
      if (take(detail) !== false) this.#changed(before);
      this.#catchUp.look();
    });
  }

  #socketIs(state) {
    if (this.state === "outside" || this.state === "over") return;
    if (state === "open") return void this.#claim();
    if (this.state === "in" || state === "lost") this.#become("lost");
  }

  #update(call, claimed = false) {
    const before = new Set(this.#roster.peerIds);
    const server = this.call.media_server;
    if (!this.#roster.take(call)) return;
    if (call.status === "ended") return this.#over("ended");
    if (this.forwarding && call.media_server && server !== call.media_server) this.forwarding.restart();
    this.#changed(before, claimed);
  }

  #changed(before, claimed = false) {
    if (this.state === "in" && !claimed) this.#follow(before);
    if (this.state !== "over") this.#emit("roster", {});
  }

  #follow(before) {
    if (!this.#roster.peerIds.includes(this.peerId)) return this.#displaced();
    this.#connections.follow(before);
  }

  /** Our page is not in it any more, though nobody here has left. */
  #displaced() {
    const { state, blocked } = this.mine ?? {};
    this.#over(blocked ? "blocked" : ({ joined: "replaced", removed: "removed" }[state] ?? "left"));
  }

  #over(reason, detail = "") {
    if (this.state === "over") return;
    this.#catchUp.close();
    this.#connections.close();
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
