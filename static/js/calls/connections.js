import { Forwarding } from "./forwarding.js";
import { Handover } from "./handover.js";
import { Mesh } from "./mesh.js";

const NOBODY = { tiles: [], large: [] };

/**
 * How this page is connected with the others: up to four people by a `mesh`, from the fifth on by `forwarding`
 * through a server, and in between by both. Events: `media` {id, source, stream|null}, `connection` {id, state},
 * `gone` {id}, `moved` {id} (from now on through the server), `blocked` (sound waits for a click).
 */
export class Connections extends EventTarget {
  mesh = null;
  forwarding = null;
  #options;
  #roster;
  #signaling;
  #handover = null;
  #view = NOBODY;
  #wantsPictures = true;

  constructor({ roster, signaling, media, iceServers, meId }) {
    super();
    this.#roster = roster;
    this.#signaling = signaling;
    this.#options = { meId, iceServers, media, signaling };
  }

  /** {id, connection} of every RTCPeerConnection. */
  get all() {
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

  /** Whether others' cameras are received at all; shared screens always are. */
  receivePictures(wanted) {
    this.#wantsPictures = wanted;
    this.mesh?.receivePictures(wanted);
    this.#tellView();
  }

  /** The picture of this page that came through the server is seen. */
  shown(peerId) {
    this.#handover?.shown(peerId);
  }

  /** Everything anew, as this peer. */
  begin(selfId) {
    this.close();
    if (!this.#isForwarded) this.mesh = this.#makeMesh(selfId);
  }

  close() {
    this.#closeMesh();
    this.forwarding?.close();
    this.forwarding = null;
  }

  /** The claim is under way. Frames are worked off in their order: what follows it is said by who is in. */
  hurry() {
    if (this.#isForwarded && !this.forwarding && this.#signaling.isOpen) this.#forward();
  }

  /** What the roster asks for, after coming in or back. Who comes while the topology changes uses the server alone. */
  connect() {
    const there = this.#roster.peerIds;
    if (!this.#isForwarded) return this.mesh?.reconcile(there);
    for (const id of this.mesh?.ids ?? []) if (!there.includes(id)) this.mesh.left(id);
    if (!this.forwarding) return this.#forward();
    this.forwarding.resume();
    this.#tellView(); // it may have changed while the socket was away
  }

  /** This device is on another network. */
  restart() {
    this.mesh?.restart();
    this.forwarding?.restart();
  }

  /** The roster has changed from these peer ids. */
  follow(before) {
    const now = new Set(this.#roster.peerIds);
    for (const id of before) if (!now.has(id)) this.mesh?.left(id);
    if (this.#isForwarded) return this.forwarding || this.#forward();
    for (const id of now) if (!before.has(id)) this.mesh.joined(id);
  }

  get #isForwarded() {
    return this.#roster.call.topology === "sfu";
  }

  get #wanted() {
    return this.#wantsPictures ? this.#view : NOBODY;
  }

  #makeMesh(selfId) {
    const mesh = new Mesh({ ...this.#options, selfId, wantsPictures: this.#wantsPictures });
    this.#pass(mesh, "media");
    this.#pass(mesh, "state", "connection");
    this.#pass(mesh, "gone");
    return mesh;
  }

  #forward() {
    this.mesh?.admitNobody();
    this.forwarding = new Forwarding(this.#options);
    this.#pass(this.forwarding, "media");
    this.#pass(this.forwarding, "blocked");
    this.#pass(this.forwarding, "state", "connection");
    this.forwarding.addEventListener("ready", () => this.#tellView());
    if (this.mesh?.ids.length) this.#handOver();
    else this.#closeMesh();
  }

  #handOver() {
    const { mesh, forwarding } = this;
    const hasPicture = (id) => {
      const sends = this.#roster.pages.find(({ peerId }) => peerId === id)?.participant.video_enabled;
      return Boolean(sends) && [...this.#wanted.tiles, ...this.#wanted.large].includes(id);
    };
    this.#handover = new Handover({ mesh, forwarding, signaling: this.#signaling, hasPicture });
    this.#pass(this.#handover, "moved");
    this.#handover.addEventListener("done", () => this.#closeMesh());
  }

  #closeMesh() {
    this.#handover?.close();
    this.mesh?.close();
    this.#handover = this.mesh = null;
  }

  #tellView() {
    const { tiles, large } = this.#wanted;
    if (this.forwarding && this.#signaling.isOpen) this.#signaling.view(tiles, large).catch(() => {});
  }

  #pass(source, from, to = from) {
    source.addEventListener(from, ({ detail }) => this.dispatchEvent(new CustomEvent(to, { detail })));
  }
}
