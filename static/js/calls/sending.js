import { ServerLink } from "./server_link.js";

export const SEND = "sfu:send";

const OFFER_AGAIN = 3000;
/** Sent only while somebody shows it large. */
const LARGE = [{ maxBitrate: 850_000, active: false }];
const SMALL = [{ maxBitrate: 120_000, maxFramerate: 15, scaleResolutionDownBy: 4 }];
const SCREEN = [{ maxBitrate: 1_500_000 }];

/** What goes to the server, in the order it expects: source, kind of track, kind of LocalMedia, encodings. */
const LINES = [
  ["microphone", "audio", "audio"],
  ["camera", "video", "video", LARGE],
  ["camera_small", "video", "small", SMALL],
  ["screen", "video", "screen", SCREEN],
  ["screen_audio", "audio", "screen_audio"],
];

/**
 * The connection by which this page sends to the forwarding server: everything once, the camera also small.
 * It never negotiates again: what is switched goes by replaceTrack.
 */
export class Sending extends ServerLink {
  #media;
  #lines = {};
  #small = null;
  #enlarging = Promise.resolve();
  #again = null;

  /** `media` has `track(kind)`; `signaling` has `offer` and `candidate`, each answering a promise. */
  constructor({ media, ...options }) {
    super({ ...options, id: SEND });
    this.#media = media;
  }

  async start() {
    for (const [source, kind, from, sendEncodings] of LINES) this.#lines[source] = this.#line(kind, from, sendEncodings);
    await this.connection.setLocalDescription();
    this.#say();
    this.#again = setInterval(() => this.#say(), OFFER_AGAIN);
    this.expect();
  }

  /** Another track of `kind` (audio, video, screen, screen_audio), or none. */
  async replace(kind, track) {
    const changes = LINES.filter(([, , from]) => from === kind).map(([source]) => [source, track]);
    const old = this.#small;
    if (kind === "video") changes.push(["camera_small", this.#shrink(track)]);
    for (const [source, next] of changes) await this.#lines[source]?.sender.replaceTrack(next).catch(() => {});
    if (kind === "video") old?.stop();
  }

  /** Send the large picture too, or no longer; one change after the other, as setParameters wants it. */
  enlarge(wanted) {
    this.#enlarging = this.#enlarging.then(async () => {
      const { sender } = this.#lines.camera;
      const parameters = sender.getParameters();
      if (!parameters.encodings?.length || parameters.encodings[0].active === wanted) return;
      parameters.encodings[0].active = wanted;
      await sender.setParameters(parameters);
    }).catch((error) => console.warn("the large picture stays as it was", error));
  }

  async answer(sdp) {
    if (this.connection.signalingState !== "have-local-offer") return; // the offer was said twice
    clearInterval(this.#again);
    await this.connection.setRemoteDescription({ type: "answer", sdp });
  }

  /** The socket is back: what may have been lost is said again. */
  resume() {
    this.pacer.resume();
    this.#say();
  }

  close() {
    clearInterval(this.#again);
    this.#small?.stop();
    super.close();
  }

  #line(kind, from, sendEncodings) {
    const track = from === "small" ? this.#shrink(this.#media.track("video")) : this.#media.track(from);
    const transceiver = this.connection.addTransceiver(track ?? kind, { direction: "sendonly", sendEncodings });
    if (kind === "video") onlyVp8(transceiver);
    return transceiver;
  }

  /** A copy, since two senders of one track would be slowed down to the weaker of the two. */
  #shrink(track) {
    this.#small = track?.clone() ?? null;
    return this.#small;
  }

  #say() {
    const { localDescription, signalingState } = this.connection;
    if (signalingState !== "have-local-offer") return;
    const tracks = Object.fromEntries(Object.entries(this.#lines).map(([source, line]) => [line.mid, source]));
    this.signaling.offer(SEND, localDescription.sdp, undefined, tracks).catch(() => {}); // said again until answered
  }
}

/** One codec a call, so that nothing is ever transcoded. */
function onlyVp8(transceiver) {
  const codecs = RTCRtpSender.getCapabilities("video").codecs;
  transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => /\/(VP8|rtx)$/i.test(mimeType)));
}
