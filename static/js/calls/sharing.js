import { $, announce } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { toast } from "../components/toast.js";
import { problemOf } from "./media.js";
import { drawToggle } from "./preview.js";
import { screenProblem } from "./words.js";

/** Text has to be legible rather than smooth. */
const WISHES = { video: { frameRate: { max: 15 } }, audio: true, systemAudio: "include", surfaceSwitching: "include" };

/**
 * One's own screen: the key in the dock, the banner with "Stop", and the capture. The server decides who shares;
 * whatever takes the flag away (another one who takes over, the teacher) ends the capture here.
 */
export class Sharing {
  #session;
  #media;
  #key;
  #banner;
  #page = null;
  #busy = false;

  constructor({ session, media, key, banner }) {
    this.#session = session;
    this.#media = media;
    this.#key = key;
    this.#banner = banner;
    key.hidden = !navigator.mediaDevices?.getDisplayMedia; // phones
    key.addEventListener("click", () => (this.isOn ? this.stop() : this.#begin()));
    $("button", banner).addEventListener("click", () => this.stop());
    session.addEventListener("roster", () => this.#follow());
    this.#draw();
  }

  get isOn() {
    return Boolean(this.#media.track("screen"));
  }

  stop() {
    if (!this.isOn) return;
    this.#end();
    announce(_("You no longer share your screen"));
    this.#session.acts.shareScreen(false).catch(() => {});
  }

  async #begin() {
    if (this.#busy || this.#isRefused()) return;
    this.#busy = true;
    const stream = await capture();
    if (stream) await this.#show(stream);
    this.#busy = false;
  }

  /** Said before the browser asks which window it shall be. */
  #isRefused() {
    const { call, mine, sharer } = this.#session;
    if (mine?.moderator) return false;
    if (!call.sharing_allowed) toast(_("The teacher does not allow others to share their screens for now."));
    else if (sharer) toast(fmt(_("%(name)s is sharing a screen. Only one can be shown at a time."), sharer.user));
    return !call.sharing_allowed || Boolean(sharer);
  }

  async #show(stream) {
    const [video] = stream.getVideoTracks();
    try {
      await this.#tell();
    } catch (error) {
      for (const track of stream.getTracks()) track.stop();
      return void toast(error.detail, { kind: "error" });
    }
    video.contentHint = "detail";
    video.addEventListener("ended", () => this.#media.track("screen") === video && this.stop());
    this.#media.showScreen(stream.getTracks());
    this.#draw();
    announce(_("You are sharing your screen"));
    if (video.readyState === "ended") this.stop(); // by the browser's own button, while the server was asked
  }

  async #tell() {
    this.#page = this.#session.peerId;
    await this.#session.acts.shareScreen(true);
  }

  /** The server says that we do not share: it was taken from us, or this page has come in anew. */
  #follow() {
    const session = this.#session;
    this.#drawSound();
    if (!this.isOn || session.state !== "in" || session.mine?.screen_sharing) return;
    if (this.#page !== session.peerId) this.#tell().catch(() => this.#end());
    else this.#end();
    if (!this.isOn && session.sharer) toast(fmt(_("%(name)s shares a screen now; yours is no longer shown."), session.sharer.user));
  }

  #end() {
    this.#media.showScreen([]);
    this.#draw();
  }

  #draw() {
    this.#banner.hidden = !this.isOn;
    this.#drawSound();
    drawToggle(this.#key, this.isOn, "screen-share-off", "screen-share");
    this.#key.title = this.isOn ? _("Stop sharing the screen") : _("Share the screen");
  }

  #drawSound() {
    const passed = this.#session.mine?.screen_audio_enabled ?? true;
    $("[data-part=soundOff]", this.#banner).hidden = passed || !this.#media.track("screen_audio");
  }
}

/** Null when the person thought better of it. */
async function capture() {
  try {
    return await navigator.mediaDevices.getDisplayMedia(WISHES);
  } catch (error) {
    const words = screenProblem(problemOf(error));
    if (words) toast(words, { kind: "error" });
    return null;
  }
}
