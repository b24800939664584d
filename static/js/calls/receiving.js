import { ServerLink } from "./server_link.js";

export const RECEIVE = "sfu:recv";

const STALE = 1000;

/**
 * One receiving connection of the forwarding server: a fixed pool of lines it puts tracks on and takes them off.
 */
export class Receiving extends ServerLink {
  #origin = null;
  #levels = new Map();

  constructor(options) {
    super({ ...options, id: RECEIVE });
  }

  /** Whether an offer is of this connection, or of another one the server has made since. */
  owns(sdp) {
    return this.#origin === origin(sdp);
  }

  async take(sdp) {
    this.#origin = origin(sdp);
    this.expect();
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
    this.pacer.resume();
    if (!this.isCarrying) this.#say();
  }

  #say() {
    const description = this.connection.localDescription;
    if (description?.type === "answer") this.signaling.answer(RECEIVE, description.sdp).catch(() => {});
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
