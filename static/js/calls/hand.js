import { _, fmt } from "../i18n.js";
import { toast } from "../components/toast.js";

const KINDS = { audio: "audio_enabled", video: "video_enabled" };
const SILENCING = ["mute", "mute_all", "hold_muted"];

/**
 * What the teacher's hand does to this page: its own devices go off when they are switched off from there,
 * and the person is told who did it. The server and the others do not wait for that.
 */
export class Hand {
  #session;
  #media;

  constructor({ session, media }) {
    this.#session = session;
    this.#media = media;
    session.signaling.addEventListener("call.moderated", ({ detail }) => this.#moderated(detail));
    session.addEventListener("returned", ({ detail }) => this.#returned(detail.before));
    session.addEventListener("roster", () => this.#hold());
    media.addEventListener("change", () => this.#hold());
  }

  #moderated({ action, user_id: id, by }) {
    if (id !== null ? id !== this.#session.me.id : this.#session.mine?.moderator) return;
    const spoke = this.#media.wants("audio");
    if (SILENCING.includes(action)) this.#media.set("audio", false);
    if (action === "stop_camera") this.#media.set("video", false);
    const words = WORDS[action];
    if (words && (action !== "mute_all" || spoke)) toast(fmt(words(), { name: this.#nameOf(by) }));
  }

  #nameOf(id) {
    return this.#session.call.participants.find(({ user }) => user.id === id)?.user.name ?? _("The teacher");
  }

  /** Switched off from there while our socket was away: the person does not notice any other way. */
  #returned(before) {
    const now = this.#session.mine;
    for (const [kind, flag] of Object.entries(KINDS))
      if (before?.[flag] && !now?.[flag] && this.#media.wants(kind)) this.#media.set(kind, false);
  }

  #hold() {
    if (this.#session.isHeld && this.#media.isOn("audio")) this.#media.set("audio", false);
  }
}

const WORDS = {
  mute: () => _("%(name)s muted you. Press M to speak again."),
  mute_all: () => _("%(name)s muted everybody. Press M to speak again."),
  hold_muted: () => _("%(name)s keeps the microphones off for now. Raise your hand to speak."),
  allow_unmuting: () => _("You may speak again. Press M to switch your microphone on."),
  stop_camera: () => _("%(name)s turned your camera off. Press V to turn it on again."),
  stop_sharing: () => _("%(name)s ended your screen sharing."),
  lower_hand: () => _("%(name)s lowered your hand."),
  spotlight: () => _("%(name)s shows you large to everybody."),
};
