/** The sign-in page: demo people fill the form and sign in with one click; the password can be shown. */

import { $, $$ } from "../dom.js";
import { _ } from "../i18n.js";

export function mount(page) {
  const form = $("form", page);
  for (const card of $$("[data-email]", page)) card.addEventListener("click", () => signInAs(form, card.dataset));
  reveal($("[data-part=reveal]", page), form.elements.password);
  form.addEventListener("submit", () => $("[type=submit]", form).setAttribute("aria-busy", "true"));
  addEventListener("pageshow", () => $("[type=submit]", form).removeAttribute("aria-busy"));
}

function signInAs(form, { email, password }) {
  form.elements.email.value = email;
  form.elements.password.value = password;
  form.requestSubmit();
}

function reveal(button, input) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.setAttribute("aria-label", shown ? _("Show password") : _("Hide password"));
  });
}
