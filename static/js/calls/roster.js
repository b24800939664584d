import { el, icon } from "../dom.js";
import { _ } from "../i18n.js";
import { avatar } from "../components/avatar.js";

const ORDER = ["joined", "waiting", "invited", "declined", "missed", "left"];
const WORDS = {
  waiting: () => _("on the way"),
  invited: () => _("ringing"),
  declined: () => _("declined"),
  missed: () => _("did not answer"),
  left: () => _("left"),
};

/** Everybody of the call in one list: who is in first, with what is muted; then the others with why not. */
export function drawRoster(list, participants) {
  const rank = ({ state }) => ORDER.indexOf(state);
  const sorted = participants.filter((one) => rank(one) >= 0).sort((a, b) => rank(a) - rank(b));
  list.replaceChildren(...sorted.map(person));
}

function person({ user, state, audio_enabled: audio, video_enabled: video }) {
  const inside = state === "joined";
  return el("li", {}, avatar(user, { size: "small" }), el("b", { dir: "auto" }, user.name),
    inside && !video && icon("video-off", _("Camera off")),
    inside && !audio && icon("mic-off", _("Microphone off")),
    !inside && el("small", {}, WORDS[state]()));
}
