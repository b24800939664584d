import { clone, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { connectionWords } from "./words.js";

/** Cutting more than this share off a picture would cut faces: then all of it is shown, with margins. */
const MAX_CROP = 0.36;

/** One other page in the call: a picture, or an avatar while there is none, with name and state. */
export class Tile {
  #parts;
  #connection = "connecting";
  #participant = null;

  /** `onBlocked` is called when the browser refuses to play sound before a click. */
  constructor({ peerId, onBlocked }) {
    this.peerId = peerId;
    this.element = clone("tile-template");
    this.element.dataset.peer = peerId;
    this.#parts = parts(this.element);
    this.onBlocked = onBlocked;
    for (const type of ["loadeddata", "playing", "resize", "emptied"]) this.video.addEventListener(type, () => this.#picture());
  }

  get video() {
    return this.#parts.video;
  }

  /** `own`: another page of the same person, whose sound would echo. */
  update({ user, participant, own }) {
    if (this.#participant?.user.avatar !== user.avatar || this.#participant?.user.name !== user.name)
      this.#parts.avatar.replaceChildren(avatar(user, { size: "huge" }));
    this.#participant = participant;
    const name = own ? fmt(_("%(name)s (my other device)"), user) : user.name;
    this.#parts.name.textContent = name;
    this.#parts.muted.hidden = participant.audio_enabled;
    this.video.muted = own;
    this.video.setAttribute("aria-label", fmt(_("Picture of %(name)s"), { name }));
    this.#picture();
    this.#words();
  }

  show(stream) {
    if (this.video.srcObject !== stream) this.video.srcObject = stream;
    this.play();
  }

  async play() {
    try {
      await this.video.play();
    } catch (error) {
      if (error.name === "NotAllowedError") this.onBlocked();
    }
  }

  connection(state) {
    this.#connection = state;
    this.#words();
  }

  speaking(yes) {
    this.element.toggleAttribute("data-speaking", yes);
  }

  get isWide() {
    return this.video.videoWidth >= this.video.videoHeight;
  }

  /** Whether the picture may be cut to fill the tile; asked again when the tile's size changes. */
  fit() {
    const { videoWidth, videoHeight, clientWidth, clientHeight } = this.video;
    if (!videoWidth || !clientHeight) return;
    const ratio = videoWidth / videoHeight / (clientWidth / clientHeight);
    this.element.toggleAttribute("data-whole", 1 - Math.min(ratio, 1 / ratio) > MAX_CROP);
  }

  remove() {
    this.video.srcObject = null;
    this.element.remove();
  }

  #picture() {
    const shows = this.#participant?.video_enabled && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    this.element.toggleAttribute("data-picture", Boolean(shows));
    this.fit();
  }

  #words() {
    const words = connectionWords(this.#connection);
    this.#parts.state.textContent = words;
    this.#parts.state.hidden = !words;
    this.element.toggleAttribute("data-weak", this.#participant?.connection_quality === "poor" && !words);
  }
}
