const LOOK_EVERY = 250;
const NO_PICTURE_AFTER = 2500;
const OTHERS_HAVE = 10_000;
const LAST_MOMENT = 1500;

/**
 * From the mesh to the server without anybody's picture standing still: a direct connection goes only when its
 * picture has been seen through the server on both pages. `webrtc.renegotiate` with the reason `moved` tells the
 * other page; one that never tells is waited for ten seconds.
 *
 * Event: `moved` {id}: this page has everything of that peer through the server. `done` when the mesh is empty.
 */
export class Handover extends EventTarget {
  #mesh;
  #forwarding;
  #signaling;
  #hasPicture;
  #moved = new Map();
  #told = new Set();
  #since = null;
  #timer;
  #listening = new AbortController();

  /** `hasPicture(id)`: whether that peer sends one and it is wanted here. */
  constructor({ mesh, forwarding, signaling, hasPicture }) {
    super();
    this.#mesh = mesh;
    this.#forwarding = forwarding;
    this.#signaling = signaling;
    this.#hasPicture = hasPicture;
    for (const id of mesh.ids) forwarding.hold(id, true);
    const { signal } = this.#listening;
    signaling.addEventListener("webrtc.renegotiate", ({ detail }) => this.#heard(detail), { signal });
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY);
  }

  /** The first frame of this peer came through the server and is shown. */
  shown(id) {
    if (this.#moved.has(id) || !this.#mesh.peer(id)) return;
    this.#moved.set(id, performance.now());
    this.#forwarding.hold(id, false);
    this.#signaling.renegotiate(id, "moved").catch(() => {});
    this.dispatchEvent(new CustomEvent("moved", { detail: { id } }));
  }

  close() {
    clearInterval(this.#timer);
    this.#listening.abort();
  }

  #heard({ from_peer_id: id, reason }) {
    if (reason === "moved") this.#told.add(id);
  }

  #look() {
    if (this.#forwarding.isReceiving) this.#since ??= performance.now();
    else this.#since = null;
    for (const id of this.#mesh.ids) this.#lookAt(id);
    if (this.#mesh.ids.length) return;
    this.close();
    this.dispatchEvent(new CustomEvent("done"));
  }

  #lookAt(id) {
    const now = performance.now();
    const waited = this.#since !== null && now - this.#since > NO_PICTURE_AFTER;
    if (waited && !this.#hasPicture(id)) this.shown(id);
    const moved = now - (this.#moved.get(id) ?? now);
    // their last word may be under way, as may be our last picture
    if (moved > OTHERS_HAVE || (this.#told.has(id) && moved > LAST_MOMENT)) this.#mesh.left(id);
  }
}
