/** Times in the person's language and time zone. Everything takes the ISO 8601 text the server sends. */

import { _, fmt, ngettext } from "./i18n.js";
import { json } from "./dom.js";

const me = json("me");
const language = document.documentElement.lang || "ko";
const timeZone = zone(me?.timezone);

/** An unknown zone name must not take the page down: the browser's own is used instead. */
function zone(name) {
  try {
    return name && new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const format = (options) => new Intl.DateTimeFormat(language, { timeZone, ...options });
const CLOCK = format({ hour: "numeric", minute: "2-digit" });
const DAY = format({ month: "long", day: "numeric", weekday: "long" });
const DAY_OF_YEAR = format({ year: "numeric", month: "long", day: "numeric", weekday: "long" });
const SHORT = format({ month: "numeric", day: "numeric" });
const WEEKDAY = format({ weekday: "short" });
const DATE = format({ month: "short", day: "numeric", weekday: "short" });
const FULL = format({ dateStyle: "long", timeStyle: "short" });
const KEY = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });

/** 오전 10:24 */
export const clock = (iso) => CLOCK.format(new Date(iso));
/** 11월 23일 (월) */
export const date = (iso) => DATE.format(new Date(iso));
/** 2026년 11월 23일 오전 10:24, for titles and screen readers */
export const full = (iso) => FULL.format(new Date(iso));
/** 2026-11-23 in the person's zone: equal keys are the same day */
export const dayKey = (iso) => KEY.format(new Date(iso));

/** Days between a time and now in the person's calendar: 0 today, 1 yesterday. */
function daysAgo(iso) {
  return Math.round((Date.parse(dayKey(Date.now())) - Date.parse(dayKey(iso))) / 86_400_000);
}

/** 오늘, 어제, 11월 23일 월요일; the year only when it is another one. */
export function day(iso) {
  const ago = daysAgo(iso);
  if (ago === 0) return _("Today");
  if (ago === 1) return _("Yesterday");
  return (dayKey(iso).slice(0, 4) === dayKey(Date.now()).slice(0, 4) ? DAY : DAY_OF_YEAR).format(new Date(iso));
}

/** For lists: the clock today, then 어제, the weekday, the date. */
export function short(iso) {
  const ago = daysAgo(iso);
  if (ago <= 0) return clock(iso);
  if (ago === 1) return _("Yesterday");
  return (ago < 7 ? WEEKDAY : SHORT).format(new Date(iso));
}

/** How long ago, in words: 방금, 5분 전, 3시간 전, 어제. */
export function ago(iso) {
  const minutes = Math.floor((Date.now() - Date.parse(iso)) / 60_000);
  if (minutes < 1) return _("just now");
  if (minutes < 60) return fmt(ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes), { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 12) return fmt(ngettext("%(n)d hour ago", "%(n)d hours ago", hours), { n: hours });
  return short(iso);
}

/** A length in words: 45초, 12분, 1시간 5분. */
export function length(seconds) {
  const total = Math.max(0, Math.round(seconds));
  if (total < 60) return fmt(ngettext("%(n)d second", "%(n)d seconds", total), { n: total });
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const spoken = [];
  if (hours) spoken.push(fmt(ngettext("%(n)d hour", "%(n)d hours", hours), { n: hours }));
  if (minutes) spoken.push(fmt(ngettext("%(n)d minute", "%(n)d minutes", minutes), { n: minutes }));
  return spoken.join(" ");
}

/** A running clock: 4:05, 1:04:05. */
export function stopwatch(seconds) {
  const total = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
