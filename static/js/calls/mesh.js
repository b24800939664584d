import { Peer } from "./peer.js";

const OFFER_EXPECTED_WITHIN = 6000;
/** The camera towards each of one, two, three others: all of them share one line and one processor. */
const CAMERA = [
  { maxBitrate: 1_800_000, scaleResolutionDownBy: 1 },
  { maxBitrate: 900_000, scaleResolutionDownBy: 1.5 },
  { maxBitrate: 600_000, scaleResolutionDownBy: 2 },
];

/**
 * Everybody talks directly with everybody: the roster of peer ids becomes connections.
 * The one who comes offers to each who is there; who is there waits for that offer.
 *
 * Events: `media` {id, source, stream}, `state` {id, state}, `gone` {id}.
 */
export class Mesh extends EventTarget {
  #peers = new Map();
  #expected = new Map();
  #options;
  #signaling;
  #media;
  #isFull = false;
  #listening = new AbortController();

  constructor({ selfId, iceServers, media, signaling, wantsPictures }) {
    super();
    this.selfId = selfId;
    this.#signaling = signaling;
    this.#media = media;
    this.#options = { selfId, iceServers, outgoing: media, signaling, wantsPictures };
    this.#listen();
  }

  get peers() {
    return [...this.#peers.values()];
  }

  get ids() {
    return [...this.#peers.keys()];
  }

  peer(id) {
    return this.#peers.get(id);
  }

  /** Whether others' cameras are to come, of those who are there and of who comes. */
  receivePictures(wanted) {
    this.#options.wantsPictures = wanted;
    for (const peer of this.peers) peer.receivePictures(wanted);
  }

  /** The roster as the server has it now, after a join or after the socket was away. */
  reconcile(ids) {
    const there = new Set(ids.filter((id) => id !== this.selfId));
    for (const id of this.ids) if (!there.has(id)) this.left(id);
    for (const id of this.#expected.keys()) if (!there.has(id)) this.#unexpect(id);
    for (const id of there) if (!this.#peers.has(id)) this.#open(id).start();
    for (const peer of this.peers) peer.resume();
  }

  /** On another network. */
  restart() {
    for (const peer of this.peers) peer.restart();
  }

  /** Somebody came: their offer is on its way. If it got lost, ours goes instead. */
  joined(id) {
    if (id === this.selfId) return;
    if (this.#peers.has(id)) return this.#peers.get(id).resume();
    this.#unexpect(id);
    this.#expected.set(
      id,
      setTimeout(() => !this.#peers.has(id) && this.#open(id).start(), OFFER_EXPECTED_WITHIN),
    );
  }

  /** The call moves to the server: who has no direct connection yet needs none any more. */
  admitNobody() {
    this.#isFull = true;
    for (const id of [...this.#expected.keys()]) this.#unexpect(id);
  }

  left(id) {
    this.#unexpect(id);
    const peer = this.#peers.get(id);
    if (!peer) return;
    peer.close();
    this.#peers.delete(id);
    this.#share();
    this.#emit("gone", { id });
  }

  close() {
    this.#listening.abort();
    for (const id of [...this.#expected.keys()]) this.#unexpect(id);
    for (const peer of this.peers) peer.close();
    this.#peers.clear();
  }

  #listen() {
    const { signal } = this.#listening;
    const on = (target, type, handle) => target.addEventListener(type, ({ detail }) => handle(detail), { signal });
    on(this.#signaling, "webrtc.offer", (frame) => this.#description("offer", frame));
    on(this.#signaling, "webrtc.answer", (frame) => this.#description("answer", frame));
    on(this.#signaling, "webrtc.ice_candidate", (frame) => this.#candidate(frame));
    on(this.#signaling, "webrtc.renegotiate", ({ from_peer_id, reason }) => {
      if (reason !== "moved") this.#peers.get(from_peer_id)?.renegotiate();
    });
    on(this.#media, "track", ({ kind, track }) => this.#everywhere((peer) => peer.replace(kind, track)));
  }

  #description(type, { from_peer_id: id, sdp, streams }) {
    if (isServer(id) || (!this.#peers.has(id) && (type === "answer" || this.#isFull))) return;
    const peer = this.#peers.get(id) ?? this.#open(id);
    peer.receive({ type, sdp, streams }).catch((error) => console.warn(`${type} of ${id} refused`, error));
  }

  #candidate({ from_peer_id: id, candidate, sdpMid, sdpMLineIndex }) {
    // a candidate may overtake its offer
    const peer = this.#peers.get(id) ?? (this.#expected.has(id) ? this.#open(id) : null);
    peer?.addCandidate({ candidate, sdpMid, sdpMLineIndex });
  }

  #open(id) {
    this.#unexpect(id);
    const peer = new Peer({ id, ...this.#options });
    this.#peers.set(id, peer);
    peer.addEventListener("media", ({ detail }) => this.#emit("media", { id, ...detail }));
    peer.addEventListener("state", ({ detail }) => this.#changed(id, detail.state));
    peer.addEventListener("renewed", ({ detail }) => this.#renew(peer, detail.description));
    this.#share();
    return peer;
  }

  /** The other page has a new connection under the same id: ours answers nobody any more. */
  #renew(old, description) {
    if (this.#peers.get(old.id) !== old) return;
    old.close();
    const peer = this.#open(old.id);
    if (description.type === "offer") peer.receive(description).catch(console.warn);
    else peer.start();
  }

  #changed(id, state) {
    this.#signaling.report(id, state);
    this.#emit("state", { id, state });
  }

  #share() {
    const encoding = CAMERA[Math.min(this.#peers.size, CAMERA.length) - 1];
    this.#everywhere((peer) => peer.limitVideo(encoding));
  }

  #everywhere(act) {
    for (const peer of this.peers) Promise.resolve(act(peer)).catch(console.warn);
  }

  #unexpect(id) {
    clearTimeout(this.#expected.get(id));
    this.#expected.delete(id);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** While the call moves to the server, its signals come here too. */
function isServer(id) {
  return id.startsWith("sfu:");
}
