import { el, icon } from "../dom.js";
import { _ } from "../i18n.js";

const MARKS = {
  fair: ["signal-medium", () => _("Unsteady connection")],
  poor: ["signal-low", () => _("Weak connection")],
  lost: ["wifi-off", () => _("Connection lost")],
};

/** Draw how somebody is connected into `element`; a good connection, or one nothing is known of, has no mark. */
export function drawQuality(element, quality) {
  const known = quality in MARKS;
  element.hidden = !known;
  if (!known || element.dataset.quality === quality) return;
  const [name, words] = MARKS[quality];
  element.dataset.quality = quality;
  element.title = words();
  element.replaceChildren(bars(name), el("span", {}, words()));
}

/** The mark alone, with its words for screen readers; null where there is none. */
export function qualityIcon(quality) {
  if (!(quality in MARKS)) return null;
  const [name, words] = MARKS[quality];
  return el("span", { class: "quality-icon", title: words(), dataset: { quality }, role: "img", "aria-label": words() }, bars(name));
}

/** The bars that are missing are seen as missing. */
function bars(name) {
  return el("i", { class: "quality-bars" }, name.startsWith("signal") && icon("signal"), icon(name));
}
