/** What one may do with a message: copy, edit, delete. */

import { _ } from "../i18n.js";
import { confirm } from "../components/dialog.js";
import { showMenu } from "../components/menu.js";
import { toast } from "../components/toast.js";

export function messageMenu(message, anchor, { mine, mayDelete, edit, remove }) {
  const items = message.content ? [{ label: _("Copy"), icon: "copy", run: () => copy(message.content) }] : [];
  if (mine) items.push({ label: _("Edit"), icon: "pencil", run: edit });
  if (mayDelete) items.push({ label: _("Delete"), icon: "trash-2", danger: true, run: () => ask(remove) });
  showMenu(anchor, items);
}

async function ask(remove) {
  const sure = await confirm({
    title: _("Delete this message?"),
    text: _("It disappears for everybody. A note that something was deleted stays in its place."),
    action: _("Delete"),
  });
  if (sure) remove();
}

/** The clipboard exists only on https and localhost; elsewhere say so. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(_("Copied."), { kind: "success" });
  } catch {
    toast(_("This browser does not allow copying here."), { kind: "error" });
  }
}
