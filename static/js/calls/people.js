import { el } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { avatar } from "../components/avatar.js";

const FACES = 5;

/** A few faces and a sentence: who is in the call. */
export function showPeople(element, users) {
  const faces = users.slice(0, FACES).map((user) => avatar(user, { size: "small" }));
  element.replaceChildren(el("span", { class: "faces" }, faces), el("span", { dir: "auto" }, sentence(users)));
}

function sentence(users) {
  if (!users.length) return _("Nobody is in yet. You will be the first.");
  const [{ name }] = users;
  const others = users.length - 1;
  if (!others) return fmt(_("%(name)s is in the call."), { name });
  return fmt(ngettext("%(name)s and %(n)d other are in the call.", "%(name)s and %(n)d others are in the call.", others), { name, n: others });
}
