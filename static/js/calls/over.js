import { $, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { length } from "../time.js";
import { endWords } from "./words.js";

const WITHOUT_END = {
  replaced: () => [_("You continue in another tab"), _("This lesson is open in another tab or window of yours.")],
  removed: () => [_("You are no longer in this conversation"), ""],
  blocked: () => [_("The teacher has removed you"), _("You can come back when the teacher lets you in again.")],
  locked: (detail) => [_("This lesson is locked"), detail],
  left: () => [_("You have left"), _("Your other page or device has left this call.")],
  call_full: () => [_("This call is full"), _("At most four people can take part for now. Try again when somebody has left.")],
};
const RETURNS = {
  replaced: () => _("Continue here"),
  left: () => _("Come in again"),
  call_full: () => _("Try again"),
  too_many_pages: () => _("Try again"),
  blocked: () => _("Try again"),
  locked: () => _("Try again"),
};

/** What stands in the room when one is not in it any more: the end with its length, or why one is out. */
export function showOver(element, { call, me, reason, detail }) {
  const { title, text, returns } = parts(element);
  const [heading, sentence] = reason === "ended" ? ended(call, me) : (WITHOUT_END[reason]?.(detail) ?? [_("You cannot join"), detail]);
  title.textContent = heading;
  text.textContent = sentence;
  text.hidden = !sentence;
  returns.hidden = !(reason in RETURNS);
  returns.textContent = RETURNS[reason]?.() ?? "";
  if (reason === "ended") element.dataset.testid = "call-ended";
  element.hidden = false;
  $("a", element).focus();
}

function ended(call, me) {
  const seconds = call.seconds ?? 0;
  return [endWords(call, me.id), seconds ? fmt(_("It lasted %(length)s."), { length: length(seconds) }) : ""];
}
