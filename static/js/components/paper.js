/** A PDF over the page, by the browser's own viewer. */

import { el, icon } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { prepare } from "./dialog.js";

/** Without its list of pages, as wide as there is room (Adobe, "Parameters for opening PDF files"). */
export const PLAIN = "#navpanes=0&view=FitH";

/** What a link to a PDF does when it is clicked; where there is no viewer, as on phones, the link leads to it. */
export function openPaper(event, { name, url }) {
  if (!navigator.pdfViewerEnabled || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const dialog = prepare(el("dialog", { class: "dialog paper", "aria-label": name, "data-testid": "paper" },
    el("div", { class: "dialog-box" },
      el("header", {}, el("h2", {}, el("bdi", { title: name }, name)),
        el("a", { class: "button quiet square", href: `${url}?view=1`, target: "_blank", rel: "noopener", title: _("Open in a new tab"), "aria-label": _("Open in a new tab") }, icon("external-link")),
        el("a", { class: "button quiet square", href: url, download: name, "data-testid": "download", title: _("Download"), "aria-label": fmt(_("Download %(name)s"), { name }) }, icon("download")),
        el("button", { type: "button", class: "button quiet square", "data-close": true, "aria-label": _("Close") }, icon("x"))),
      el("iframe", { src: `${url}?view=1${PLAIN}`, title: name }))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
