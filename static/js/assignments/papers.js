/** PDFs shown where they stand, by the browser's own viewer; phones without one keep the card that opens them. */

import { $$, el } from "../dom.js";

/** Without its list of pages, as wide as there is room (Adobe, "Parameters for opening PDF files"). */
const PLAIN = "#navpanes=0&view=FitH";

export function showPapers(root) {
  if (!navigator.pdfViewerEnabled) return;
  for (const place of $$("[data-paper]:empty", root)) {
    const { paper, name } = place.dataset;
    place.append(el("iframe", { src: `${paper}${PLAIN}`, title: name, loading: "lazy" }));
    place.hidden = false;
  }
}
