import { Pacer } from "./pacer.js";

export const RECEIVE = "sfu:recv";

const DISCONNECTED_FOR = 3000;
const STALE = 1000;

/**
 * One receiving connection of the forwarding server: a fixed pool of lines it puts tracks on and takes them off.
 *
 * Events: `state` {state}, `lost` when it carries nothing any more.
 */
export class Receiving extends EventTarget {
  #signaling;
  #origin = null;
  #levels = new Map();
  #watch = null;
  #pacer;
  #patience;

  constructor({ iceServers, signaling, patience }) {
    super();
    this.#patience = patience;
    this.#signaling = signaling;
    this.#pacer = new Pacer((candidate) => signaling.candidate(RECEIVE, candidate));
    this.connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#listen();
  }

  get state() {
    return this.connection.connectionState;
  }

  get isCarrying() {
    return this.state === "connected";
  }

  /** Whether an offer is of this connection, or of another one the server has made since. */
  owns(sdp) {
    return this.#origin === origin(sdp);
  }

  async take(sdp) {
    this.#origin = origin(sdp);
    this.#expect(this.#patience);
    await this.connection.setRemoteDescription({ type: "offer", sdp });
    await this.connection.setLocalDescription();
    this.#say();
  }

  async addCandidate(candidate) {
    await this.connection.addIceCandidate(candidate).catch(() => {});
  }

  /** The receiver of a line. */
  receiver(mid) {
    return this.connection.getTransceivers().find((line) => line.mid === mid)?.receiver ?? null;
  }

  /** How loud a line is now, 0 to 1: as its packets say, else as it was measured last. */
  level(mid) {
    const sources = this.receiver(mid)?.getSynchronizationSources().filter(isFresh) ?? [];
    return Math.max(this.#levels.get(mid) ?? 0, ...sources.map(({ audioLevel }) => audioLevel ?? 0));
  }

  /** Measure these lines by what is decoded of them. */
  async measure(mids) {
    for (const mid of mids) {
      const reports = (await this.receiver(mid)?.getStats().catch(() => null)) ?? new Map();
      const inbound = [...reports.values()].find(({ type }) => type === "inbound-rtp");
      this.#levels.set(mid, inbound?.audioLevel ?? 0);
    }
  }

  /** The socket is back: the answer may have been lost. */
  resume() {
    this.#pacer.resume();
    if (!this.isCarrying) this.#say();
  }

  close() {
    clearTimeout(this.#watch);
    this.#pacer.close();
    this.connection.onicecandidate = this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  #say() {
    const description = this.connection.localDescription;
    if (description?.type === "answer") this.#signaling.answer(RECEIVE, description.sdp).catch(() => {});
  }

  #listen() {
    this.connection.onicecandidate = ({ candidate }) => candidate?.candidate && this.#pacer.push(candidate);
    this.connection.onconnectionstatechange = () => {
      clearTimeout(this.#watch);
      const wait = { disconnected: DISCONNECTED_FOR, failed: 0, connecting: this.#patience }[this.state];
      if (wait !== undefined) this.#expect(wait);
      this.dispatchEvent(new CustomEvent("state", { detail: { state: this.state } }));
    };
  }

  #expect(milliseconds) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.dispatchEvent(new CustomEvent("lost")), milliseconds);
  }
}

/** A line without packets keeps its last level for ten seconds. Browsers differ in the clock's beginning. */
function isFresh({ timestamp }) {
  const now = performance.now();
  return Math.min(Math.abs(now - timestamp), Math.abs(performance.timeOrigin + now - timestamp)) < STALE;
}

function origin(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? null;
}
