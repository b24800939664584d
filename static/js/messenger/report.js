/** Shows a message to the school. */

import { api } from "../api.js";
import { $ } from "../dom.js";
import { _ } from "../i18n.js";
import { clearError, prepare, showError } from "../components/dialog.js";
import { toast } from "../components/toast.js";

let asked = null;

/** Ask why; `message` is somebody else's. */
export function report(message) {
  const dialog = $("#report-dialog");
  if (!asked) wire(dialog);
  asked = message;
  const form = $("form", dialog);
  form.reset();
  clearError(form);
  dialog.showModal();
}

function wire(dialog) {
  prepare(dialog);
  const form = $("form", dialog);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { reason, note } = form.elements;
    try {
      await api.post(`/api/v1/messenger/messages/${asked.id}/report`, { reason: reason.value, note: note.value });
      dialog.close();
      toast(_("Thank you. The school will look at it."), { kind: "success" });
    } catch (error) {
      showError(form, error);
    }
  });
}
