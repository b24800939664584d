/** Native dialogs: opening, closing by the backdrop, errors of a refused form, and a question with two answers. */

import { $, $$, el, icon } from "../dom.js";
import { _ } from "../i18n.js";

/** Wire `[data-close]` buttons and clicks on the backdrop of a dialog that is in the page. */
export function prepare(dialog) {
  for (const button of $$("[data-close]", dialog)) button.addEventListener("click", () => dialog.close());
  let pressed = null; // a selection dragged out of the dialog is no click on the backdrop
  dialog.addEventListener("pointerdown", (event) => (pressed = event.target));
  dialog.addEventListener("click", (event) => event.target === dialog && pressed === dialog && dialog.close());
  return dialog;
}

/** Ask before something that cannot be undone; resolves to true or false. */
export function confirm({ title, text = "", action, danger = true }) {
  const dialog = prepare(question(title, text, action, danger));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function question(title, text, action, danger) {
  return el("dialog", { class: "dialog narrow", "aria-label": title },
    el("form", { method: "dialog", class: "dialog-box" },
      el("header", {}, el("h2", {}, title),
        el("button", { type: "button", class: "button quiet square", "data-close": true, "aria-label": _("Close") }, icon("x"))),
      el("div", { class: "dialog-body" }, text && el("p", {}, text)),
      el("footer", {},
        el("button", { type: "button", class: "button", "data-close": true, autofocus: true }, _("Cancel")),
        el("button", { value: "yes", class: danger ? "button danger" : "button lead" }, action))));
}

/** Show an ApiError inside a form: sentences at their fields, the rest in `[data-part=error]`. */
export function showError(form, error) {
  clearError(form);
  const general = $("[data-part=error]", form);
  const sentences = [];
  for (const [name, said] of Object.entries(error.fields ?? {})) {
    const input = form.elements[name];
    if (input instanceof HTMLInputElement && input.type !== "hidden") markInput(input, said.join(" "));
    else sentences.push(...said);
  }
  if (!error.fields) sentences.push(error.detail);
  general.textContent = sentences.join(" ");
  general.hidden = sentences.length === 0;
  $("[aria-invalid=true]", form)?.focus();
}

function markInput(input, sentence) {
  const note = el("span", { class: "error", id: `${input.name}-error` }, sentence);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", note.id);
  input.after(note);
}

export function clearError(form) {
  $("[data-part=error]", form).hidden = true;
  for (const input of $$("[aria-invalid=true]", form)) {
    input.removeAttribute("aria-invalid");
    document.getElementById(`${input.name}-error`)?.remove();
  }
}
