/**
 * The Markdown subset of messages, drawn into nodes: **bold**, *emphasis*, `code`, fenced code, lists, [links](…), web
 * addresses, and the people who are named. Nothing in it is ever read as HTML.
 */

import { el } from "../dom.js";

const FENCE = /```\n?([\s\S]*?)\n?```/;
const INLINE = [
  /(?<code>`[^`\n]+`)/,
  /(?<bold>\*\*[^*\n]+\*\*)/,
  /(?<![\w*])(?<emphasis>\*[^*\s](?:[^*\n]*[^*\s])?\*)(?![\w*])/,
  /\[(?<label>[^\]\n]{1,200})\]\((?<target>https?:\/\/[^\s<>"'`()]+)\)/,
  /(?<address>https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}。、])/,
].map((one) => one.source).join("|");
const ITEM = /^ {0,3}(?:(?<bullet>[-*•])|(?<number>\d{1,3})[.)])\s+(?<words>\S.*)$/;

/** `names`: [{name, mine}] that are marked where `@` stands before them. */
export function drawText(content, names = []) {
  const inline = pattern(names);
  const mine = new Set(names.filter((one) => one.mine).map((one) => one.name.toLowerCase()));
  const draw = (text) => drawInline(text, inline, mine);
  const nodes = [];
  let rest = content;
  for (let found = FENCE.exec(rest); found; found = FENCE.exec(rest)) {
    nodes.push(...drawBlocks(rest.slice(0, found.index).replace(/\n$/, ""), draw), el("pre", { class: "code", dir: "ltr", tabindex: "0" }, found[1]));
    rest = rest.slice(found.index + found[0].length).replace(/^\n/, "");
  }
  return [...nodes, ...drawBlocks(rest, draw)];
}

/** The longer of two names that fit is meant, as the server does it. */
function pattern(names) {
  if (!names.length) return new RegExp(INLINE, "u");
  const words = names.map((one) => one.name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).sort((a, b) => b.length - a.length);
  return new RegExp(`${INLINE}|(?<![\\p{L}\\p{N}])@(?<person>${words.join("|")})(?![A-Za-z0-9_])`, "iu");
}

/** Lines that are items stand together in a list; all others stay lines. */
function drawBlocks(text, draw) {
  const nodes = [];
  let words = [];
  let list = null;
  const flush = () => {
    if (words.length) nodes.push(...draw(words.join("\n")));
    words = [];
  };
  for (const line of text ? text.split("\n") : []) {
    const item = ITEM.exec(line)?.groups;
    if (!item) {
      list = null;
      words.push(line);
      continue;
    }
    const tag = item.bullet ? "UL" : "OL";
    if (list?.tagName !== tag) {
      flush();
      nodes.push((list = el(tag, item.number > 1 ? { start: item.number } : {})));
    }
    list.append(el("li", {}, draw(item.words)));
  }
  flush();
  return nodes;
}

function drawInline(text, inline, mine) {
  const nodes = [];
  let rest = text;
  for (let found = inline.exec(rest); found; found = inline.exec(rest)) {
    nodes.push(rest.slice(0, found.index), drawSpan(found.groups, mine));
    rest = rest.slice(found.index + found[0].length);
  }
  return [...nodes, rest].filter(Boolean);
}

function drawSpan({ code, bold, emphasis, label, target, address, person }, mine) {
  if (code) return el("code", {}, code.slice(1, -1));
  if (bold) return el("strong", {}, bold.slice(2, -2));
  if (emphasis) return el("em", {}, emphasis.slice(1, -1));
  if (person) return el("span", { class: mine.has(person.toLowerCase()) ? "mention mine" : "mention" }, `@${person}`);
  if (address) return link(address, address);
  return el("span", {}, link(target, label), el("small", { class: "link-host", dir: "ltr" }, ` ${host(target)}`));
}

function link(target, words) {
  return el("a", { href: target, target: "_blank", rel: "noopener noreferrer nofollow", dir: words === target ? "ltr" : "auto" }, words);
}

/** Where a link really goes stands beside its words. */
function host(target) {
  return URL.canParse(target) ? new URL(target).host : target;
}
