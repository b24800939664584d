/** Sentences about messages and calls, the same in the list, in the log and for screen readers. */

import { _, fmt, ngettext } from "../i18n.js";
import { length } from "../time.js";

/** A system message's `content` {kind, …} in words. */
export function systemWords({ kind, ...data }) {
  if (kind === "call_ended") return callWords(data);
  if (kind === "call_started") return _("A call has started.");
  if (kind === "joined" || kind === "left" || kind === "removed") return peopleLine(kind, data);
  return _("Something happened here that this page does not know yet.");
}

/** Who came or went, in a group its people made. */
function peopleLine(kind, { by, people = [], count = people.length }) {
  const names = people.map((one) => one.name).join(", ");
  if (kind === "left") return fmt(_("%(name)s left."), { name: names });
  if (kind === "removed") return fmt(_("%(by)s removed %(name)s."), { by: by.name, name: names });
  const more = count - people.length;
  if (more > 0) return fmt(_("%(by)s added %(names)s and %(n)d more."), { by: by.name, names, n: more });
  return fmt(_("%(by)s added %(names)s."), { by: by.name, names });
}

/** `reason`: completed, declined, missed, cancelled, failed. */
function callWords({ reason, seconds, call_type: type }) {
  const audio = type === "audio";
  switch (reason) {
    case "missed":
      return audio ? _("Missed audio call") : _("Missed video call");
    case "declined":
      return _("The call was declined.");
    case "cancelled":
      return _("The call was cancelled.");
    case "failed":
      return _("The call could not be connected.");
  }
  if (!seconds) return _("The call has ended.");
  return fmt(audio ? _("Audio call ended · %(length)s") : _("Video call ended · %(length)s"), { length: length(seconds) });
}

/** Which icon stands before a system message. */
export function systemIcon({ kind, reason, call_type: type }) {
  if (kind === "joined") return "user-plus";
  if (kind === "left" || kind === "removed") return "user-minus";
  if (reason === "missed") return "phone-missed";
  if (reason && reason !== "completed") return "phone-off";
  return type === "audio" ? "phone" : "video";
}

/** One line of a conversation's last message for the list. */
export function excerpt(message, { me, direct }) {
  if (!message) return _("No messages yet");
  if (message.message_type === "system") return systemWords(message.content);
  const text = message.deleted_at ? _("This message was deleted.") : plain(spoken(message).replace(/\s+/gu, " ")).slice(0, 120);
  if (message.sender?.id === me.id) return fmt(_("Me: %(text)s"), { text });
  return direct || !message.sender ? text : fmt(_("%(name)s: %(text)s"), { name: message.sender.name, text });
}

/** Without the signs that make words bold, code or links. */
export function plain(text) {
  return text.replace(/\[([^\]\n]+)\]\([^)\s]+\)/gu, "$1").replace(/```|\*\*|`/gu, "");
}

/** The words of a message; of one that brings only files, which. */
export function spoken({ content, attachments = [], message_type: type }) {
  if (content || !attachments.length) return content;
  if (type === "voice") return _("Voice message");
  const pictures = attachments.every((one) => one.preview_url);
  if (attachments.length === 1) return pictures ? _("Photo") : fmt(_("File: %(name)s"), { name: attachments[0].name });
  const n = attachments.length;
  return pictures ? fmt(ngettext("%(n)d photo", "%(n)d photos", n), { n }) : fmt(ngettext("%(n)d file", "%(n)d files", n), { n });
}

/** 이서준님이 입력하고 있어요, for one, two or more names. */
export function typingWords(names) {
  if (names.length === 0) return "";
  if (names.length === 1) return fmt(_("%(name)s is typing"), { name: names[0] });
  if (names.length === 2) return fmt(_("%(one)s and %(other)s are typing"), { one: names[0], other: names[1] });
  return _("Several people are typing");
}

/** Under one's own message: how many have read it. */
export function readWords(count, direct) {
  if (count === 0) return "";
  return direct ? _("Read") : fmt(ngettext("Read by %(n)d", "Read by %(n)d", count), { n: count });
}

/** How somebody stands, in words. */
export const STANDING = {
  online: _("Online"),
  away: _("Away"),
  in_lesson: _("In a lesson"),
  dnd: _("Do not disturb"),
  offline: _("Offline"),
};

/** Under the title: who belongs to it. */
export function peopleWords(conversation, online) {
  if (conversation.type === "direct") return online ? _("Online") : "";
  const people = fmt(ngettext("%(n)d person", "%(n)d people", conversation.participant_count), { n: conversation.participant_count });
  return online ? `${people} · ${fmt(_("%(n)d online"), { n: online })}` : people;
}
