import { Pacer } from "./pacer.js";

const OFFER_AGAIN = 5000;
const DISCONNECTED_FOR = 3000;
const POLITE_WAITS = 3000;
const SCREEN = { screen: { maxBitrate: 1_500_000 }, screen_audio: {} };

/**
 * One RTCPeerConnection, kept in agreement with the other page by perfect negotiation
 * (W3C WebRTC 1.0, section 10.7). Each side sends one microphone and one camera, whose
 * transceivers stay when they are switched off, so that switching never negotiates; those of a shared screen
 * are added with the first one.
 *
 * Events: `media` {source, stream} when something to show arrives, `state` when the connection's
 * state changed, `renewed` {description} when the other page began anew and this object is of no more use.
 */
export class Peer extends EventTarget {
  #signaling;
  #outgoing;
  #iceServers;
  #own = {};
  #sources = {};
  #origin = null;
  #making = false;
  #ignoring = false;
  #received = Promise.resolve();
  #heard = false;
  #early = [];
  #again = null;
  #restart = null;
  #encoding = null;
  #wantsPictures;

  /**
   * `id` and `selfId` are peer ids, `outgoing` has `stream`, `screen` and `track(kind)`,
   * `signaling` has `offer`, `answer`, `candidate`, each answering a promise; `wantsPictures` as in receivePictures.
   */
  constructor({ id, selfId, iceServers, outgoing, signaling, wantsPictures }) {
    super();
    this.#wantsPictures = wantsPictures;
    this.id = id;
    this.polite = selfId < id;
    this.#outgoing = outgoing;
    this.#signaling = signaling;
    this.#iceServers = iceServers;
    this.#begin();
  }

  /** Offer first: the transceivers make the browser ask for negotiation. */
  start() {
    for (const kind of ["audio", "video"]) this.#own[kind] = this.#transceiver(kind);
    this.#share();
  }

  get state() {
    return this.connection.connectionState;
  }

  /** Send another track, or nothing (null), without negotiating; a first screen negotiates. */
  async replace(kind, track) {
    if (SCREEN[kind] && !this.#own[kind]) return this.#share();
    await this.#own[kind]?.sender.replaceTrack(track);
    if (kind === "video" && track) await this.limitVideo(this.#encoding);
  }

  /** What the camera may take on this connection (RTCRtpEncodingParameters); a mesh sends its picture once a peer. */
  async limitVideo(encoding) {
    this.#encoding = encoding;
    const sender = this.#own.video?.sender;
    const parameters = sender?.getParameters();
    if (!encoding || !parameters?.encodings?.length) return;
    Object.assign(parameters.encodings[0], encoding);
    await sender.setParameters(parameters).catch(() => {});
  }

  /** Whether the other side's camera is to come; the screen it shares always does. */
  receivePictures(wanted) {
    this.#wantsPictures = wanted;
    if (this.#own.video) this.#own.video.direction = this.#directionOf("video");
  }

  /** How loud the other side is now, 0 to 1. */
  level() {
    const receiver = this.#own.audio?.receiver;
    return Math.max(0, ...(receiver?.getSynchronizationSources().map((source) => source.audioLevel || 0) ?? []));
  }

  /** The socket is back: what may have been lost is said again. */
  resume() {
    this.pacer.resume();
    this.#offerAgain();
    if (["disconnected", "failed"].includes(this.state)) this.connection.restartIce();
  }

  /** This device is on another network: new ways are looked for, the old one goes on as long as it can. */
  restart() {
    this.connection.restartIce();
  }

  close() {
    clearTimeout(this.#restart);
    clearInterval(this.#again);
    this.pacer.close();
    for (const event of ["negotiationneeded", "icecandidate", "track", "signalingstatechange", "connectionstatechange"])
      this.connection[`on${event}`] = null;
    this.connection.close();
  }

  /**
   * What the other page sent as `webrtc.offer` or `webrtc.answer`. One after the other: of two offers taken at once
   * (the same one, said again) the second answer would find the connection stable and become an offer that nobody sends.
   */
  receive(description) {
    return this.#inTurn(() => this.#receive(description));
  }

  addCandidate(candidate) {
    return this.#inTurn(() => this.#addCandidate(candidate));
  }

  #inTurn(act) {
    const done = this.#received.then(act);
    this.#received = done.catch(() => {});
    return done;
  }

  async #receive({ type, sdp, streams }) {
    const connection = this.connection;
    if (this.#isFromAnotherPage(sdp)) return this.#emit("renewed", { description: { type, sdp, streams } });
    const ready = !this.#making && connection.signalingState === "stable";
    this.#ignoring = type === "offer" && !ready && !this.polite;
    if (this.#ignoring) return;
    // an answer that comes twice, because the offer was sent twice
    if (type === "answer" && connection.signalingState === "stable") return;
    if (type === "offer" && !ready && this.#origin === null) this.#yield();
    Object.assign(this.#sources, streams);
    await this.#apply({ type, sdp });
  }

  async #addCandidate(candidate) {
    if (!this.#heard) return void this.#early.push(candidate);
    try {
      await this.connection.addIceCandidate(candidate);
    } catch (error) {
      if (!this.#ignoring && this.state !== "closed") console.warn("candidate refused", error);
    }
  }

  /** The other page asks for a new offer. */
  renegotiate() {
    if (this.connection.signalingState === "stable") this.connection.restartIce();
    else this.#offerAgain();
  }

  async #apply(description) {
    await this.connection.setRemoteDescription(description);
    this.#heard = true;
    this.#origin ??= origin(description.sdp);
    for (const candidate of this.#early.splice(0)) this.#addCandidate(candidate);
    if (description.type === "offer") await this.#answer();
    this.limitVideo(this.#encoding);
  }

  async #answer() {
    for (const kind of ["audio", "video"]) await this.#adopt(kind);
    await this.connection.setLocalDescription();
    this.#say("answer");
    this.#share();
  }

  /** Send on the line the other side opened. */
  async #adopt(kind) {
    if (this.#own[kind]) return;
    const line = this.connection.getTransceivers().find((each) => each.mid && each.receiver.track.kind === kind);
    if (!line) return;
    this.#own[kind] = line;
    line.direction = this.#directionOf(kind);
    line.sender.setStreams?.(this.#outgoing.stream);
    await line.sender.replaceTrack(this.#outgoing.track(kind));
  }

  #directionOf(kind) {
    return kind === "video" && !this.#wantsPictures ? "sendonly" : "sendrecv";
  }

  #transceiver(kind) {
    const options = { direction: this.#directionOf(kind), streams: [this.#outgoing.stream] };
    return this.connection.addTransceiver(this.#outgoing.track(kind) ?? kind, options);
  }

  /** Lines for a screen that has none yet; later than those of microphone and camera, which come first in every offer. */
  #share() {
    if (!this.#own.audio && !this.#own.video) return;
    for (const [kind, encoding] of Object.entries(SCREEN)) {
      const track = this.#outgoing.track(kind);
      if (!track || this.#own[kind]) continue;
      const options = { direction: "sendonly", streams: [this.#outgoing.screen], sendEncodings: [encoding] };
      this.#own[kind] = this.connection.addTransceiver(track, options);
    }
  }

  #begin() {
    this.connection = new RTCPeerConnection({ iceServers: this.#iceServers, bundlePolicy: "max-bundle" });
    this.pacer = new Pacer((candidate) => this.#signaling.candidate(this.id, candidate));
    this.#listen();
  }

  /**
   * Both offered at first sight. Rolling back would leave our transceivers without a line for ever
   * (only addTrack's are taken up by an offer of the other side), so the polite one answers afresh.
   */
  #yield() {
    this.close();
    this.#own = {};
    this.#making = false;
    this.#begin();
  }

  #listen() {
    const connection = this.connection;
    connection.onnegotiationneeded = () => this.#offer();
    connection.onicecandidate = ({ candidate }) => candidate?.candidate && this.pacer.push(candidate);
    connection.ontrack = ({ track, streams: [stream] }) => {
      stream ??= new MediaStream([track]);
      this.#emit("media", { source: this.#sources[stream.id] ?? "camera", stream });
    };
    connection.onsignalingstatechange = () => this.#watchOffer();
    connection.onconnectionstatechange = () => {
      this.#watchConnection();
      this.#emit("state", { state: this.state });
    };
  }

  async #offer() {
    const connection = this.connection;
    this.#making = true;
    try {
      await connection.setLocalDescription();
      if (this.connection === connection) this.#say("offer");
    } catch (error) {
      if (connection.signalingState !== "closed") console.warn("no offer", error);
    } finally {
      if (this.connection === connection) this.#making = false;
    }
  }

  /** Failing to send is not failing: an offer is sent again until it is answered. */
  #say(type) {
    const description = this.connection.localDescription;
    if (description?.type !== type) return;
    const streams = { [this.#outgoing.stream.id]: "camera", [this.#outgoing.screen.id]: "screen" };
    this.#signaling[type](this.id, description.sdp, streams).catch(() => {});
  }

  #watchOffer() {
    clearInterval(this.#again);
    if (this.connection.signalingState === "have-local-offer")
      this.#again = setInterval(() => this.#offerAgain(), OFFER_AGAIN);
  }

  #offerAgain() {
    if (this.connection.signalingState === "have-local-offer" && !this.#making) this.#say("offer");
  }

  #watchConnection() {
    clearTimeout(this.#restart);
    const wait = { disconnected: DISCONNECTED_FOR, failed: 0 }[this.state];
    if (wait === undefined) return;
    // both sides notice; the polite one lets the other begin
    this.#restart = setTimeout(() => this.connection.restartIce(), wait + (this.polite ? POLITE_WAITS : 0));
  }

  /** A page that closed its connection and made another has another session id in its `o=` line. */
  #isFromAnotherPage(sdp) {
    return this.#origin !== null && this.#origin !== origin(sdp);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function origin(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? null;
}
