/** The dialog that begins a conversation, and the one that adds people to it. */

import { api } from "../api.js";
import { $, parts, uuid } from "../dom.js";
import { _ } from "../i18n.js";
import { clearError, prepare, showError } from "../components/dialog.js";
import { PeoplePicker } from "../components/people_picker.js";

const HELP = {
  group: _("Everybody here can read and write."),
  direct: _("You and one other person."),
  announcement: _("You write, everybody else reads."),
};

/** `created(conversation)` is called with the new one, or the one there already was. Returns the function that opens it. */
export function createDialog(created) {
  const dialog = prepare($("#create-dialog"));
  const form = $("form", dialog);
  const picker = new PeoplePicker($("[data-part=picker]", dialog));
  const { "title-field": titleField, "kind-help": help, submit } = parts(dialog);
  let clientId = "";

  const show = () => {
    const type = form.elements.type.value;
    titleField.hidden = type === "direct";
    help.textContent = HELP[type];
    picker.limitToOne(type === "direct");
  };
  form.addEventListener("change", (event) => event.target.name === "type" && show());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { type, title } = form.elements;
    send(form, submit, async () => {
      const body = { type: type.value, title: title.value, participant_ids: picker.ids, client_id: clientId };
      const conversation = await api.post("/api/v1/messenger/conversations", body);
      dialog.close();
      created(conversation);
    });
  });

  return () => {
    form.reset();
    clearError(form);
    clientId = uuid(); // a second click, or a repeat after a lost answer, makes no second conversation
    show();
    picker.reset();
    dialog.showModal();
    form.elements.title.focus();
  };
}

/** `peopleOf(id)` are those already in it. Returns the function that opens it for a conversation. */
export function addDialog(peopleOf) {
  const dialog = prepare($("#add-dialog"));
  const form = $("form", dialog);
  const picker = new PeoplePicker($("[data-part=picker]", dialog));
  const { submit } = parts(dialog);
  let id = null;

  const update = () => (submit.disabled = picker.ids.length === 0);
  picker.addEventListener("change", update);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, submit, async () => {
      await api.post(`/api/v1/messenger/conversations/${id}/participants`, { user_ids: picker.ids });
      dialog.close();
    });
  });

  return (conversation) => {
    id = conversation.id;
    clearError(form);
    picker.reset({ exclude: peopleOf(id).map((one) => one.user.id) });
    update();
    dialog.showModal();
  };
}

async function send(form, button, work) {
  clearError(form);
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (error) {
    showError(form, error);
  } finally {
    button.removeAttribute("aria-busy");
  }
}
