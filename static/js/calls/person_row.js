import { el, icon } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { confirm } from "../components/dialog.js";
import { showMenu } from "../components/menu.js";
import { qualityIcon } from "./quality_mark.js";

const AWAY = {
  waiting: () => _("on the way"),
  invited: () => _("ringing"),
  declined: () => _("declined"),
  missed: () => _("did not answer"),
  left: () => _("left"),
};

/**
 * One person in the panel: name, marks, and what may be done. `act(action, userId)` moderates,
 * `ring(userId)` rings again, `hand` is the place among the raised ones.
 */
export function personRow(person, { session, isModerator, act, ring, hand }) {
  const { user, state } = person;
  const inside = state === "joined";
  const self = user.id === session.me.id;
  return el("li", { dataset: { person: user.id, testid: `person-${user.id}` } },
    avatar(user, { size: "small" }),
    el("span", { class: "people-who" }, el("span", { dir: "auto" }, user.name), note(person, self)),
    inside && marks(person, hand),
    inside && isModerator && !self && menuButton(person, session, act),
    !inside && !person.blocked && ["declined", "missed", "left"].includes(state) && ringButton(user, ring),
    person.blocked && isModerator && unblockButton(user, act));
}

function note({ state, moderator, blocked }, self) {
  const words = [self && _("me"), moderator && _("teacher"), !blocked && AWAY[state]?.()].filter(Boolean);
  return words.length > 0 && el("small", {}, words.join(" · "));
}

function marks({ audio_enabled: audio, video_enabled: video, screen_sharing: shares, connection_quality: quality }, hand) {
  return el("span", { class: "people-marks" },
    qualityIcon(quality),
    hand > 0 && el("span", { class: "people-hand" }, icon("hand", _("Hand raised")), String(hand)),
    shares && icon("monitor-up", _("Shares the screen")),
    !video && icon("video-off", _("Camera off")),
    el("span", { class: "people-mic" }, icon(audio ? "mic" : "mic-off", audio ? _("Microphone on") : _("Microphone off"))));
}

function menuButton(person, session, act) {
  const { user } = person;
  const label = fmt(_("What to do with %(name)s"), user);
  const button = el("button", { type: "button", class: "button quiet square", dataset: { testid: `moderate-${user.id}` }, title: label, "aria-label": label, "aria-haspopup": "menu" },
    icon("ellipsis-vertical"));
  button.addEventListener("click", () => showMenu(button, choices(person, session, act)));
  return button;
}

function choices(person, session, act) {
  const { user } = person;
  const item = (wanted, name, label, action) => wanted && { icon: name, label, run: () => act(action, user.id) };
  const large = session.call.spotlight === user.id;
  return [
    item(person.audio_enabled, "mic-off", _("Mute"), "mute"),
    item(person.video_enabled, "video-off", _("Turn the camera off"), "stop_camera"),
    item(person.screen_sharing, "monitor-x", _("Stop sharing"), "stop_sharing"),
    item(person.hand_raised_at, "hand", _("Lower the hand"), "lower_hand"),
    item(!large, "maximize", _("Show large to everybody"), "spotlight"),
    large && { icon: "minimize", label: _("Stop showing large"), run: () => act("unspotlight") },
    !person.moderator && { icon: "user-x", label: _("Remove from the lesson"), danger: true, run: () => remove(user, act) },
  ].filter(Boolean);
}

async function remove(user, act) {
  const sure = await confirm({
    title: fmt(_("Remove %(name)s?"), user),
    text: _("This person leaves the lesson and cannot come back until you let them in again. The conversation stays."),
    action: _("Remove"),
  });
  if (sure) act("remove", user.id);
}

function ringButton(user, ring) {
  const label = fmt(_("Ring %(name)s again"), user);
  return el("button", { type: "button", class: "button quiet square", dataset: { testid: `ring-${user.id}` }, title: label, "aria-label": label, onclick: () => ring(user.id) },
    icon("bell"));
}

function unblockButton(user, act) {
  return el("button", { type: "button", class: "button small", dataset: { testid: `unblock-${user.id}` }, onclick: () => act("unblock", user.id) },
    _("Let in again"));
}
