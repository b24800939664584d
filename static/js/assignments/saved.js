/** The line that says whether what is on the page is safe. */

import { icon } from "../dom.js";
import { _ } from "../i18n.js";

const SAYS = {
  saving: ["loader-circle", () => _("Saving…")],
  saved: ["check", () => _("Saved")],
  kept: ["wifi-off", () => _("No connection: kept on this device")],
  apart: ["smartphone", () => _("Kept on this device until you choose")],
  noted: ["check", () => _("Notes saved, no points yet")],
  waiting: ["pencil", () => _("Saved as soon as there are points")],
  unsent: ["pencil", () => _("Not saved yet: Ctrl+Enter saves")],
  failed: ["circle-alert", () => _("Not saved")],
};

export function showSaved(line, state, sentence = "") {
  line.dataset.state = state;
  const [name, says] = SAYS[state] ?? [];
  line.replaceChildren(...(name ? [icon(name), state === "failed" && sentence ? sentence : says()] : []));
}
