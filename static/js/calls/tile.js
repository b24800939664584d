import { clone, parts, setIcon, $ } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { drawQuality } from "./quality_mark.js";
import { connectionWords } from "./words.js";

/** Cutting more than this share off a picture would cut faces: then all of it is shown, with margins. */
const MAX_CROP = 0.36;
/** Chromium draws a track of which nothing has come yet as one black frame of this width. */
const NOTHING = 2;
/** A picture takes over from one that runs when this many frames have come in a row, none later than `GAP` ms… */
const STEADY = 8;
const GAP = 250;
/** …or after so many milliseconds: where nothing runs steadily, two connections must not stay beside each other. */
const LONGEST = 6000;
const TESTID = { camera: "remote-video", screen: "screen-video" };

/** One other page in the call, or the screen it shares: a picture, an avatar while there is none, name and state. */
export class Tile {
  #parts;
  #connection;
  #participant = null;
  #own = false;
  #quiet = false;
  #saving = false;
  #next = null;
  #awaited = null;
  #on;

  /**
   * `on`: {blocked() when the browser refuses to play sound before a click, shown(stream) with its first frame,
   * pin()}. `connection`: the state to begin with.
   */
  constructor({ peerId, source = "camera", connection = "connecting", on }) {
    this.peerId = peerId;
    this.source = source;
    this.#connection = connection;
    this.#on = on;
    this.element = clone("tile-template");
    Object.assign(this.element.dataset, { peer: peerId, source });
    this.#parts = parts(this.element);
    this.#parts.pin.addEventListener("click", () => on.pin());
    this.#adopt(this.#parts.video);
  }

  get video() {
    return this.#parts.video;
  }

  get name() {
    return this.#parts.name.textContent;
  }

  get isSeen() {
    return !this.element.hidden && this.element.hasAttribute("data-picture");
  }

  /** Of the connection on which the picture comes. */
  get state() {
    return this.#connection;
  }

  get isWide() {
    return this.video.videoWidth >= this.video.videoHeight;
  }

  /** `own`: another page of the same person, whose sound would echo; `hand`: its place among the raised ones; `saving`: no camera is received. */
  update({ user, participant, own, hand = 0, saving }) {
    if (this.#participant?.user.avatar !== user.avatar || this.#participant?.user.name !== user.name)
      this.#parts.avatar.replaceChildren(avatar(user, { size: "huge" }));
    this.#participant = participant;
    this.#own = own;
    this.#saving = saving && this.source === "camera";
    this.element.dataset.user = user.id;
    this.#parts.pin.dataset.testid = this.source === "screen" ? `pin-screen-${user.id}` : `pin-${user.id}`;
    this.#drawName(user);
    this.#parts.muted.hidden = participant.audio_enabled || this.source === "screen";
    this.#parts.hand.hidden = !hand || this.source === "screen";
    this.#parts.handPlace.textContent = hand || "";
    this.#picture();
    this.#words();
  }

  /** A picture that runs already stays until the next one runs as well. Null: nothing comes. */
  show(stream) {
    if (this.#next && this.#next.srcObject !== stream) this.#forgetNext();
    if (!stream) return this.#clear();
    if (this.video.srcObject === stream || this.#next) return this.play();
    if (this.video.srcObject?.active && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.#prepare(stream);
    else this.#begin(stream);
    return this.play();
  }

  async play() {
    try {
      await Promise.all([this.video, this.#next].map((video) => video?.srcObject && video.play()));
    } catch (error) {
      if (error.name === "NotAllowedError") this.#on.blocked();
    }
  }

  /** The voice comes another way now. */
  quiet() {
    this.#quiet = true;
    this.video.muted = true;
  }

  connection(state) {
    this.#connection = state;
    this.#words();
    this.#drawNotLoaded();
  }

  speaking(yes) {
    this.element.toggleAttribute("data-speaking", yes && Boolean(this.#participant?.audio_enabled));
  }

  /** Where it stands: `order` among the others, whether it is large, whether by the person's own pin. */
  place({ shown, order = 0, large = false, pinned = false, corner = false }) {
    this.element.hidden = !shown;
    this.element.style.order = order;
    this.element.toggleAttribute("data-large", large);
    this.element.toggleAttribute("data-corner", corner);
    this.#parts.pin.setAttribute("aria-pressed", String(pinned));
    setIcon($("svg", this.#parts.pin), pinned ? "pin-off" : "pin");
    const title = pinned ? _("Stop showing large") : _("Show large (P)");
    this.#parts.pin.title = title;
    this.#parts.pin.setAttribute("aria-label", title);
  }

  /** Whether the picture may be cut to fill the tile; asked again when the tile's size changes. */
  fit() {
    const { videoWidth, videoHeight, clientWidth, clientHeight } = this.video;
    if (!videoWidth || !clientHeight) return;
    const ratio = videoWidth / videoHeight / (clientWidth / clientHeight);
    this.element.toggleAttribute("data-whole", this.source === "screen" || 1 - Math.min(ratio, 1 / ratio) > MAX_CROP);
  }

  remove() {
    this.#forgetNext();
    this.video.srcObject = null;
    this.element.remove();
  }

  #drawName(user) {
    const whose = this.#own ? fmt(_("%(name)s (my other device)"), user) : user.name;
    const name = this.source === "screen" ? fmt(_("Screen of %(name)s"), { name: whose }) : whose;
    this.#parts.name.textContent = name;
    const sound = this.source === "screen" ? "screen_audio_enabled" : "audio_enabled";
    this.#silence(this.#own || this.#quiet || !this.#participant[sound]);
    this.video.setAttribute("aria-label", fmt(_("Picture of %(name)s"), { name }));
  }

  /** Who is muted is not heard, whatever is sent. A picture that gets its sound back may wait for a click. */
  #silence(muted) {
    const heard = this.video.muted && !muted && this.video.srcObject;
    this.video.muted = muted;
    if (this.#next) this.#next.muted = muted;
    if (heard) this.play();
  }

  #begin(stream) {
    const { video } = this;
    video.srcObject = stream;
    onFirstFrame(video, () => video.srcObject === stream && this.#on.shown(stream));
  }

  #prepare(stream) {
    const next = this.video.cloneNode(false);
    delete next.dataset.testid;
    next.muted = this.video.muted;
    next.srcObject = stream;
    this.#next = next;
    this.video.after(next);
    onSteady(next, this.video, () => this.#next === next && this.#exchange(next));
  }

  #exchange(next) {
    const old = this.video;
    this.#next = null;
    this.#parts.video = next;
    this.#adopt(next);
    old.srcObject = null;
    old.remove();
    this.#picture();
    this.#on.shown(next.srcObject);
  }

  #forgetNext() {
    if (!this.#next) return;
    this.#next.srcObject = null;
    this.#next.remove();
    this.#next = null;
  }

  #clear() {
    this.video.srcObject = null;
    this.#picture();
  }

  #adopt(video) {
    video.dataset.testid = TESTID[this.source];
    for (const type of ["loadeddata", "playing", "resize", "emptied"]) video.addEventListener(type, () => this.#picture());
  }

  #picture() {
    const sends = this.source === "screen" ? "screen_sharing" : "video_enabled";
    const { video } = this;
    const comes = !this.#saving && this.#participant?.[sends] && video.srcObject;
    const shows = comes && video.videoWidth > NOTHING;
    this.element.toggleAttribute("data-picture", Boolean(shows));
    if (comes && !shows) this.#awaitFrame(video);
    this.#drawNotLoaded();
    this.fit();
  }

  /** A camera that is on and not received: by one's own wish, or because the server is full, which is said after a moment. */
  #drawNotLoaded() {
    const { notLoaded } = this.#parts;
    const withheld = this.source === "camera" && this.#connection === "connected" && !this.video.srcObject;
    notLoaded.hidden = !this.#participant?.video_enabled || !(this.#saving || withheld);
    notLoaded.toggleAttribute("data-late", !this.#saving);
  }

  /** A track that comes back on its line in its old size makes the browser tell of nothing else. */
  #awaitFrame(video) {
    if (this.#awaited === video) return;
    this.#awaited = video;
    onFirstFrame(video, () => {
      if (this.#awaited !== video) return;
      this.#awaited = null;
      this.#picture();
    });
  }

  #words() {
    const words = connectionWords(this.#connection);
    this.#parts.state.textContent = words;
    this.#parts.state.hidden = !words;
    const tellsItself = words || this.source === "screen";
    drawQuality(this.#parts.quality, tellsItself ? null : this.#participant?.connection_quality);
  }
}

/** Where the browser cannot tell of frames, the time that runs tells. */
function onFirstFrame(video, act) {
  const look = (_now, { width }) => (width > NOTHING ? act() : video.requestVideoFrameCallback(look));
  if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(look);
  else video.addEventListener("timeupdate", act, { once: true });
}

/** `video` runs without a stop; or it shows something and `old` stands still, or the browser tells of no frames. */
function onSteady(video, old, act) {
  if (!video.requestVideoFrameCallback) return onFirstFrame(video, act);
  const frames = () => old.getVideoPlaybackQuality().totalVideoFrames;
  let [inRow, before, moved, oldFrames] = [0, 0, 0, -1];
  const began = performance.now();
  const look = (now) => {
    if (frames() > oldFrames) [moved, oldFrames] = [now, frames()];
    inRow = now - before > GAP ? 1 : inRow + 1;
    before = now;
    if (inRow >= STEADY || now - moved > GAP || now - began > LONGEST) act();
    else video.requestVideoFrameCallback(look);
  };
  onFirstFrame(video, () => look(performance.now()));
}
