import { RECEIVE, Receiving } from "./receiving.js";
import { SEND, Sending } from "./sending.js";
import { Voices } from "./voices.js";

const OLD_STAYS = 4000;
const ASK_AGAIN = 4000;
const MEASURE_EVERY = 200;
/** Milliseconds a connection has to come about; twice as long each time, for a machine or a line that is slow. */
const PATIENCE = { least: 8000, most: 32_000 };

/**
 * Everybody through the forwarding server: one connection sends, one receives. The server says by `call.tracks`
 * whose track is on which line. A connection that is lost, or whose server went, is replaced by a new one; the
 * old one stays until the new one carries media.
 *
 * Events: `media` {id, source, stream|null, forwarded: true}, `state` {id, state}, `blocked`, `ready` (a new receiving connection).
 */
export class Forwarding extends EventTarget {
  #options;
  #signaling;
  #meId;
  #sending = null;
  #receiving = null;
  #old = new Set();
  #tracks = [];
  #streams = new Map();
  #voices = new Voices(() => this.#emit("blocked"));
  #ask = null;
  #patience = PATIENCE.least;
  #measuring = setInterval(() => this.#measure(), MEASURE_EVERY);
  #listening = new AbortController();

  constructor({ meId, iceServers, media, signaling }) {
    super();
    this.#meId = meId;
    this.#signaling = signaling;
    this.#options = { iceServers, media, signaling };
    this.#listen(media);
    this.restart();
  }

  /** Everything open, for tests and whoever looks: {id, connection}. */
  get peers() {
    const named = [[SEND, this.#sending], [RECEIVE, this.#receiving], ...[...this.#old].map((old) => ["old", old])];
    return named.flatMap(([id, link]) => (link ? [{ id, connection: link.connection }] : []));
  }

  get isReceiving() {
    return Boolean(this.#receiving?.isCarrying);
  }

  /** As the server told last: {mid, peer_id, user_id, source}. */
  get tracks() {
    return this.#tracks;
  }

  /**
   * Both connections, also with another server or on another network, beside those that may still carry. The one
   * that receives is asked for first: the server makes it while this page prepares the one that sends.
   */
  restart() {
    this.#askToReceive();
    this.#send();
  }

  /** The socket is back. */
  resume() {
    this.#sending?.resume();
    this.#receiving?.resume();
  }

  /** How loud a page is now, 0 to 1. */
  level(peerId) {
    const voice = this.#voiceLines.find((one) => one.peer_id === peerId);
    return voice && this.#receiving ? this.#receiving.level(voice.mid) : 0;
  }

  /** Do not play this voice: it is still heard directly. */
  hold(peerId, held) {
    this.#voices.hold(peerId, held);
  }

  play() {
    this.#voices.play();
  }

  close() {
    this.#listening.abort();
    clearTimeout(this.#ask);
    clearInterval(this.#measuring);
    for (const link of [this.#sending, this.#receiving, ...this.#old]) link?.close();
    this.#voices.close();
    this.#old.clear();
    this.#sending = this.#receiving = null;
  }

  get #voiceLines() {
    return this.#tracks.filter(({ source }) => source === "microphone");
  }

  #measure() {
    this.#receiving?.measure(this.#voiceLines.map(({ mid }) => mid));
  }

  #listen(media) {
    const { signal } = this.#listening;
    const on = (target, type, handle) => target.addEventListener(type, ({ detail }) => handle(detail), { signal });
    on(this.#signaling, "webrtc.answer", (frame) => frame.from_peer_id === SEND && this.#answered(frame));
    on(this.#signaling, "webrtc.offer", (frame) => frame.from_peer_id === RECEIVE && this.#offered(frame));
    on(this.#signaling, "webrtc.ice_candidate", (frame) => frame.from_peer_id === RECEIVE && this.#receiving?.addCandidate(frame));
    on(this.#signaling, "call.wanted", ({ large }) => this.#sending?.enlarge(large));
    on(this.#signaling, "call.tracks", ({ tracks }) => this.#assign(tracks));
    on(media, "track", ({ kind, track }) => this.#sending?.replace(kind, track));
  }

  // --- sending

  #send() {
    const sending = new Sending({ ...this.#options, patience: this.#patience });
    this.#replace(this.#sending, sending);
    this.#sending = sending;
    sending.addEventListener("lost", () => this.#sending === sending && this.#lost(() => this.#send()));
    sending.start().catch((error) => console.warn("nothing can be sent", error));
  }

  #answered({ sdp }) {
    this.#sending?.answer(sdp).catch((error) => console.warn("answer refused", error));
  }

  // --- receiving

  #offered({ sdp }) {
    clearTimeout(this.#ask);
    if (!this.#receiving?.owns(sdp)) this.#receive();
    this.#receiving.take(sdp).then(() => this.#emit("ready"), (error) => console.warn("offer refused", error));
  }

  #receive() {
    const receiving = new Receiving({ ...this.#options, patience: this.#patience });
    this.#replace(this.#receiving, receiving);
    this.#receiving = receiving;
    receiving.addEventListener("lost", () => this.#receiving === receiving && this.#lost(() => this.#askToReceive()));
  }

  /** Until the server offers another receiving connection. */
  #askToReceive() {
    this.#signaling.renegotiate(RECEIVE, "receive").catch(() => {});
    clearTimeout(this.#ask);
    this.#ask = setTimeout(() => this.#askToReceive(), ASK_AGAIN);
  }

  #lost(replace) {
    this.#patience = Math.min(this.#patience * 2, PATIENCE.most);
    replace();
  }

  /** The old connection goes some time after the new one carries; at once when it is of no use. */
  #replace(old, next) {
    const id = next instanceof Sending ? SEND : RECEIVE;
    next.addEventListener("state", ({ detail: { state } }) => {
      this.#signaling.report(id, state);
      this.#emit("state", { id, state });
      if (state === "connected") this.#patience = PATIENCE.least;
      if (old && state === "connected") setTimeout(() => this.#drop(old), OLD_STAYS);
    });
    if (!old) return;
    this.#old.add(old);
    if (!old.isCarrying) this.#drop(old);
  }

  #drop(link) {
    this.#old.delete(link);
    link.close();
  }

  /** The whole list of lines; a picture that stays on its line is not told again. */
  #assign(tracks) {
    this.#tracks = tracks;
    const pictures = new Map();
    const voices = [];
    for (const { mid, peer_id: id, user_id, source } of tracks) {
      const track = this.#receiving?.receiver(mid)?.track;
      if (!track) continue;
      if (track.kind === "video") pictures.set(`${id} ${source}`, { id, source, track });
      else voices.push({ mid, track, peerId: source === "microphone" ? id : null, silent: user_id === this.#meId });
    }
    this.#voices.set(voices);
    this.#show(pictures);
  }

  #show(pictures) {
    for (const [key, { id, source }] of this.#streams)
      if (!pictures.has(key)) {
        this.#streams.delete(key);
        this.#emit("media", { id, source, stream: null, forwarded: true });
      }
    for (const [key, { id, source, track }] of pictures) {
      if (this.#streams.get(key)?.track === track) continue;
      this.#streams.set(key, { id, source, track });
      this.#emit("media", { id, source, stream: new MediaStream([track]), forwarded: true });
    }
  }

  #emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
