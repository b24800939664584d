/** The Markdown subset of messages, drawn into nodes: **bold**, *emphasis*, `code`, fenced code, and web addresses. */

import { el } from "../dom.js";

const FENCE = /```\n?([\s\S]*?)\n?```/;
const INLINE = /(`[^`\n]+`)|(\*\*[^*\n]+\*\*)|(?<![\w*])(\*[^*\s](?:[^*\n]*[^*\s])?\*)(?![\w*])|(https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}。、])/u;

/** Nodes of a message's text. Nothing in it is ever read as HTML. */
export function drawText(content) {
  const nodes = [];
  let rest = content;
  for (let found = FENCE.exec(rest); found; found = FENCE.exec(rest)) {
    nodes.push(...drawInline(trimEnd(rest.slice(0, found.index))), el("pre", { class: "code", dir: "ltr", tabindex: "0" }, found[1]));
    rest = rest.slice(found.index + found[0].length).replace(/^\n/, "");
  }
  return [...nodes, ...drawInline(rest)];
}

function drawInline(text) {
  const nodes = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    nodes.push(rest.slice(0, found.index), drawSpan(found));
    rest = rest.slice(found.index + found[0].length);
  }
  return [...nodes, rest].filter(Boolean);
}

function drawSpan([whole, code, bold, emphasis]) {
  if (code) return el("code", {}, code.slice(1, -1));
  if (bold) return el("strong", {}, bold.slice(2, -2));
  if (emphasis) return el("em", {}, emphasis.slice(1, -1));
  return el("a", { href: whole, target: "_blank", rel: "noopener noreferrer nofollow", dir: "ltr" }, whole);
}

const trimEnd = (text) => text.replace(/\n$/, "");
