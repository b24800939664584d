/** Small helpers around the document. Text goes in as text only, never as markup. */

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** What a page left in `<script type="application/json" id>`; null when it left nothing. */
export function json(id) {
  const script = document.getElementById(id);
  return script ? JSON.parse(script.textContent) : null;
}

/**
 * Build an element: `el("p", {class: "note", dir: "auto", onclick: fn, dataset: {state: "sent"}}, "text", child)`.
 * `true` sets a bare attribute; null, undefined and false leave it out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else element.setAttribute(name, value === true ? "" : value);
}

/** An icon of the sprite; `label` makes it speak, without one it is decoration. */
export function icon(name, label = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.documentElement.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** Show another icon in an element drawn by `icon` or the template tag. */
export function setIcon(svg, name) {
  $("use", svg).setAttribute("href", `${document.documentElement.dataset.icons}#${name}`);
}

/** A copy of the first element of `<template id>`. */
export function clone(templateId) {
  return document.getElementById(templateId).content.firstElementChild.cloneNode(true);
}

/** The parts of a drawn template, by their `data-part`. */
export function parts(root) {
  return Object.fromEntries($$("[data-part]", root).map((part) => [part.dataset.part, part]));
}

/** Say something to screen readers without showing it. */
export function announce(text) {
  const region = document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => (region.textContent = text), 60); // an emptied region is read again, even for equal text
}

/** Call `fn` at most once in `ms`, at once and then with the last arguments. */
export function throttle(fn, ms) {
  let timer = null;
  let last = null;
  return (...args) => {
    if (timer) return void (last = args);
    fn(...args);
    timer = setTimeout(function again() {
      timer = null;
      if (!last) return;
      fn(...last);
      last = null;
      timer = setTimeout(again, ms);
    }, ms);
  };
}

/** Call `fn` when `ms` have passed without another call. */
export function debounce(fn, ms) {
  let timer = null;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), ms);
  };
}

/** Run once for all calls within `ms`, and never twice at a time: who calls meanwhile makes it run once more. */
export function gathered(run, ms) {
  let [waits, again] = [false, false];
  const start = () => {
    if (waits) return void (again = true);
    waits = true;
    setTimeout(async () => {
      again = false;
      await run();
      waits = false;
      if (again) start();
    }, ms);
  };
  return start;
}

/** A random UUID; plain http in a local network has no crypto.randomUUID. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
