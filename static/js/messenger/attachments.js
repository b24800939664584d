/** Files of a message: pictures in boxes of known size, sound and film to play, everything else as a card. */

import { el, icon } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { openPaper } from "../components/paper.js";
import { fileSize } from "../sizes.js";

const WIDEST = 320;
const TALLEST = 280;
const SMALLEST = 96;
const TILE = 156;
const TRIES = 5;

/** Nodes for these file shapes; `spoken`: a voice message, of which only the sound matters. */
export function drawAttachments(files, { spoken = false } = {}) {
  if (spoken) return files.map(voice);

  const pictures = files.filter((one) => one.preview_url);
  const others = files.filter((one) => !one.preview_url);
  const box = pictures.length > 1 ? () => [TILE, TILE] : fitted;
  return [
    pictures.length > 0 && el("div", { class: "pictures" }, pictures.map((one) => picture(one, ...box(one)))),
    ...others.map((one) => other(one)),
  ].filter(Boolean);
}

/** The size is set before a byte has come: nothing below moves when it does. */
function fitted({ width, height }) {
  const scale = Math.min(1, WIDEST / width, TALLEST / height);
  return [width, height].map((side) => Math.max(SMALLEST, Math.round(side * scale)));
}

function picture(file, width, height) {
  const image = el("img", { src: file.preview_url, width, height, alt: file.name, loading: "lazy", decoding: "async" });
  image.style.aspectRatio = `${width} / ${height}`; // also narrower, and whatever the small copy's rounding
  image.addEventListener("error", () => tryAgain(image, file));
  return el("span", { class: "picture", "data-testid": "attachment", "data-name": file.name },
    el("a", { href: `${file.url}?view=1`, target: "_blank", rel: "noopener" }, image),
    el("a", { class: "button square small picture-save", href: file.url, download: file.name, "data-testid": "download", "aria-label": fmt(_("Download %(name)s"), { name: file.name }) }, icon("download")));
}

/** The small copy may still be in the making. */
function tryAgain(image, file, tries = Number(image.dataset.tries ?? 0) + 1) {
  if (tries > TRIES) return;
  image.dataset.tries = tries;
  setTimeout(() => (image.src = `${file.preview_url}?try=${tries}`), 500 * tries);
}

function voice({ url }) {
  return el("div", { class: "played voice", "data-testid": "voice-message" }, icon("mic"), el("audio", { src: url, controls: true, preload: "metadata", class: "player audio", "aria-label": _("Voice message") }));
}

function other(file) {
  const [kind] = file.content_type.split("/");
  if (kind !== "audio" && kind !== "video") return card(file);
  const player = el(kind, { src: file.url, controls: true, preload: "metadata", class: `player ${kind}`, "aria-label": file.name });
  return el("div", { class: "played" }, player, card(file));
}

/** Icon, name, size; a click shows a PDF and saves everything else. Also used in the list of a conversation's files. */
export function card(file, note = fileSize(file.size)) {
  const kind = kindOf(file);
  const paper = kind === "pdf";
  const leads = paper ? { href: `${file.url}?view=1`, target: "_blank", rel: "noopener", onclick: (event) => openPaper(event, file) } : { href: file.url, download: file.name };
  return el("a", { class: "file-card", ...leads, "data-testid": "attachment", "data-name": file.name },
    el("span", { class: "file-kind", "data-kind": kind }, icon(ICONS[kind])),
    el("span", { class: "file-what" }, el("bdi", { title: file.name }, file.name), el("small", {}, note)),
    el("span", { class: "file-save", "data-testid": paper ? "open" : "download" }, paper ? icon("eye", _("Open")) : icon("download", _("Download"))));
}

const ICONS = { image: "image", audio: "headphones", video: "video", pdf: "file-text", text: "file-text", archive: "archive", other: "file" };

function kindOf({ content_type: type }) {
  if (type === "application/pdf") return "pdf";
  if (/zip$|x-7z|rar$|gzip$/.test(type)) return "archive";
  if (/word|opendocument\.text|hwp|^text\//.test(type)) return "text";
  const [kind] = type.split("/");
  return kind in ICONS ? kind : "other";
}
