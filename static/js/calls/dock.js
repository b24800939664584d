import { announce, parts } from "../dom.js";
import { _ } from "../i18n.js";
import { confirm } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { DeviceSettings } from "./device_settings.js";
import { PushToTalk } from "./push_to_talk.js";
import { drawToggle } from "./preview.js";
import { deviceProblem } from "./words.js";

const MUTED_HINT_EVERY = 20_000;
const LISTEN_EVERY = 100;
const LOUD = 0.06;
const ONE_SPEECH = 1500;
const WITHOUT_WORDS = matchMedia("(max-width: 760px), (max-height: 480px)"); // as in dock.css

/** The keys under the pictures. They never move; m and v switch microphone and camera from the keyboard. */
export class Dock {
  #parts;
  #media;
  #session;
  #meter;
  #saving;
  #hinted = -Infinity;
  #loudAt = -Infinity;

  constructor(element, { media, speaker, session, meter, saving, chat, onLeave }) {
    this.#parts = parts(element);
    this.#media = media;
    this.#session = session;
    this.#meter = meter;
    this.#saving = saving;
    this.#wire(element, chat, onLeave);
    new DeviceSettings(this.#parts.devices, { key: this.#parts.settings, media, speaker, meter });
    this.draw();
  }

  draw() {
    const { audio, video, audioHint } = this.#parts;
    drawToggle(audio, this.#media.isOn("audio"), "mic", "mic-off");
    drawToggle(video, this.#media.isOn("video"), "video", "video-off");
    audio.toggleAttribute("data-problem", Boolean(this.#media.problems.audio));
    video.toggleAttribute("data-problem", Boolean(this.#media.problems.video));
    audio.title = this.#media.isOn("audio") ? _("Mute (M)") : _("Unmute (M), or hold the space bar to speak");
    this.#drawHeld();
    video.title = this.#media.isOn("video") ? _("Camera off (V)") : _("Camera on (V)");
    video.setAttribute("aria-disabled", String(this.#saving.isOn));
    if (this.#saving.isOn) video.title = savingWords();
    if (this.#media.isOn("audio")) audioHint.hidden = true;
  }

  /** While the teacher holds everybody muted the key says why it does nothing. */
  #drawHeld() {
    const { audio, held } = this.#parts;
    const { isHeld } = this.#session;
    held.hidden = !isHeld;
    audio.setAttribute("aria-disabled", String(isHeld));
    if (isHeld) audio.title = _("The teacher keeps the microphones off. Raise your hand to speak.");
  }

  #drawRoster() {
    this.#parts.hand.setAttribute("aria-pressed", String(this.#session.isHandRaised));
    this.#drawEnd();
    this.draw();
  }

  /** Who is made a teacher in the middle of a lesson may end it from then on. */
  #drawEnd() {
    const { end } = this.#parts;
    if (end?.hasAttribute("data-moderators") && this.#session.mine) end.hidden = !this.#session.mine.moderator;
  }

  #wire(element, chat, onLeave) {
    const { audio, video, chatKey, leave, end } = this.#parts;
    audio.addEventListener("click", () => this.#toggle("audio"));
    video.addEventListener("click", () => this.#toggle("video"));
    this.#parts.hand.addEventListener("click", () => this.#raiseHand());
    this.#session.addEventListener("roster", () => this.#drawRoster());
    this.#saving.addEventListener("change", () => this.draw());
    chatKey.addEventListener("click", () => chat.toggle());
    leave.addEventListener("click", onLeave);
    end?.addEventListener("click", () => this.#end());
    this.#wireMore();
    document.addEventListener("keydown", (event) => this.#key(event, element));
    new PushToTalk({ media: this.#media, mayTalk: () => element.checkVisibility() && !this.#session.isHeld });
    setInterval(() => this.#hintMuted(), LISTEN_EVERY);
  }

  /** On a phone (dock.css) some keys are in a popover; it goes before they act, so that the focus comes back to its key. */
  #wireMore() {
    const { more, moreKeys } = this.#parts;
    const isOpen = () => moreKeys.matches(":popover-open");
    moreKeys.addEventListener("toggle", () => more.setAttribute("aria-expanded", String(isOpen())));
    moreKeys.addEventListener("click", () => isOpen() && moreKeys.hidePopover(), { capture: true });
  }

  async #toggle(kind) {
    const on = !this.#media.isOn(kind);
    if (on && kind === "audio" && this.#session.isHeld)
      return toast(_("The teacher keeps the microphones off. Raise your hand to speak."));
    if (on && kind === "video" && this.#saving.isOn) return toast(savingWords());
    if (await this.#media.set(kind, on)) return announce(switchWords(kind, on));
    const problem = this.#media.problems[kind];
    toast(deviceProblem(kind, problem), { kind: "error" });
  }

  async #raiseHand() {
    const raised = !this.#session.isHandRaised;
    try {
      await this.#session.acts.raiseHand(raised);
      announce(raised ? _("Your hand is up") : _("Your hand is down"));
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
  }

  async #end() {
    const { end } = this.#parts;
    if (this.#session.others.length && WITHOUT_WORDS.matches && !(await confirmEnd())) return;
    end.setAttribute("aria-busy", "true");
    try {
      await this.#session.acts.end();
    } catch (error) {
      if (error.code !== "call_ended") toast(error.detail, { kind: "error" });
    } finally {
      end.removeAttribute("aria-busy");
    }
  }

  #key(event, element) {
    const typing = event.target.closest("input, textarea, select, [contenteditable], dialog[open]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !element.checkVisibility()) return;
    const kind = { KeyM: "audio", KeyV: "video" }[event.code]; // the key's place: with a Korean layout m writes ㅡ
    if (kind) this.#toggle(kind);
    if (event.code === "KeyH") this.#raiseHand();
  }

  /** Whoever speaks into a muted microphone is told so, now and then; a door that slams is loud once. */
  #hintMuted() {
    const now = performance.now();
    if (this.#media.isOn("audio") || this.#session.isHeld || this.#meter.level() < LOUD) return;
    const speaks = now - this.#loudAt < ONE_SPEECH;
    this.#loudAt = now;
    if (!speaks || now - this.#hinted < MUTED_HINT_EVERY) return;
    this.#hinted = now;
    this.#parts.audioHint.hidden = false;
    setTimeout(() => (this.#parts.audioHint.hidden = true), 5000);
  }
}

/** On a phone the key has no words, and one finger beside "Leave" would send a whole class home. */
function confirmEnd() {
  return confirm({
    title: _("End the lesson for everybody?"),
    text: _("All leave the lesson at once. To go alone and let the others go on, press “Leave”."),
    action: _("End for all"),
  });
}

function savingWords() {
  return _("The data saver keeps the camera off. Press “Show pictures” to end it.");
}

function switchWords(kind, on) {
  if (kind === "audio") return on ? _("Microphone on") : _("Microphone off");
  return on ? _("Camera on") : _("Camera off");
}
