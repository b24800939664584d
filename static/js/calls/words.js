/** What went wrong, in the words of the person it happened to. */

import { _ } from "../i18n.js";

const PROBLEMS = {
  audio: {
    NotAllowedError: () =>
      _("The microphone is blocked. Press the icon beside the address, allow the microphone, and try again."),
    SystemError: () =>
      _("This device does not let the browser use the microphone. Allow it in the system's settings, under privacy, and try again."),
    SecurityError: () =>
      _("The microphone is switched off for websites on this device. Ask whoever looks after it, or take part by listening and writing."),
    NotFoundError: () => _("No microphone was found. Plug one in, or take part by listening and writing."),
    OverconstrainedError: () => _("The microphone you chose is not there. Choose another one under “Devices”."),
    NotReadableError: () => _("Another program is using the microphone. Close it and try again."),
    AbortError: () => _("The microphone did not start. Unplug it and plug it in again, then try again."),
  },
  video: {
    NotAllowedError: () => _("The camera is blocked. Press the icon beside the address, allow the camera, and try again."),
    SystemError: () =>
      _("This device does not let the browser use the camera. Allow it in the system's settings, under privacy, and try again."),
    SecurityError: () =>
      _("The camera is switched off for websites on this device. Ask whoever looks after it, or take part without one."),
    NotFoundError: () => _("No camera was found. You can take part without one."),
    OverconstrainedError: () => _("The camera you chose is not there. Choose another one under “Devices”."),
    NotReadableError: () => _("Another program is using the camera. Close it and try again."),
    AbortError: () => _("The camera did not start. Unplug it and plug it in again, then try again."),
  },
};
const OTHER = {
  audio: () => _("The microphone could not be opened. Please try again."),
  video: () => _("The camera could not be opened. Please try again."),
};

/** One sentence for a problem of LocalMedia: what it is, and what to do. A page without https gets a TypeError. */
export function deviceProblem(kind, name) {
  if (name === "insecure" || name === "TypeError")
    return _("Camera and microphone work only over https. Ask your school for the secure address.");
  return (PROBLEMS[kind][name] ?? OTHER[kind])();
}

/** The same for the screen; empty when the person thought better of it. */
export function screenProblem(name) {
  if (name === "NotAllowedError") return "";
  if (name === "SystemError")
    return _("This device does not let the browser record the screen. Allow screen recording in the system's settings, under privacy, and start the browser again.");
  return _("The screen could not be shared. Please try again.");
}

/** How the connection with another person is; empty while it is as it should be. */
export function connectionWords(state) {
  if (state === "disconnected" || state === "failed") return _("Reconnecting…");
  return state === "connected" ? "" : _("Connecting…");
}

/** Why a call is over, for the end of it. */
export function endWords({ end_reason, call_type, initiator }, meId) {
  const mine = initiator.id === meId;
  if (end_reason === "declined") return mine ? _("The call was declined.") : _("You declined the call.");
  if (end_reason === "missed") return mine ? _("Nobody answered.") : _("You missed the call.");
  if (end_reason === "cancelled") return mine ? _("You cancelled the call.") : _("The call was cancelled.");
  if (end_reason === "failed") return _("The connection was lost for everybody.");
  return call_type === "video" ? _("The lesson has ended.") : _("The call has ended.");
}
