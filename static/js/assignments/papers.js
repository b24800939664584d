/** PDFs shown where they stand, by the browser's own viewer; phones without one keep the card that opens them. */

import { $$, el } from "../dom.js";
import { PLAIN } from "../components/paper.js";

export function showPapers(root) {
  if (!navigator.pdfViewerEnabled) return;
  for (const place of $$("[data-paper]:empty", root)) {
    const { paper, name } = place.dataset;
    place.append(el("iframe", { src: `${paper}${PLAIN}`, title: name, loading: "lazy" }));
    place.hidden = false;
  }
}
