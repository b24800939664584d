/** The dialog that changes a conversation's title and picture. */

import { api } from "../api.js";
import { $, parts } from "../dom.js";
import { conversationAvatar } from "../components/avatar.js";
import { clearError, prepare, showError } from "../components/dialog.js";
import { Upload } from "../components/upload.js";

/** `changed(conversation)` is called with the new shape. Returns the function that opens it for a conversation. */
export function editDialog(changed) {
  const dialog = prepare($("#edit-dialog"));
  const form = $("form", dialog);
  const { picture, file, "picture-none": none, submit } = parts(dialog);
  let conversation = null;
  let upload = null;
  let emptied = false;

  const draw = (shown) => picture.replaceChildren(conversationAvatar(shown, { size: "huge" }));
  file.addEventListener("change", () => {
    if (!file.files.length) return;
    upload?.cancel();
    upload = new Upload(file.files[0]);
    emptied = false;
    draw({ ...conversation, avatar: upload.picture ?? "" });
    upload.start();
    file.value = "";
  });
  none.addEventListener("click", () => {
    upload = null;
    emptied = true;
    draw({ ...conversation, avatar: "" });
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearError(form);
    submit.setAttribute("aria-busy", "true");
    try {
      const title = form.elements.title.value.trim();
      const body = title === conversation.title ? {} : { title };
      if (upload) body.avatar_id = await settled(upload);
      else if (emptied && conversation.avatar) body.avatar_id = null;
      if (Object.keys(body).length) changed(await api.patch(`/api/v1/messenger/conversations/${conversation.id}`, body));
      dialog.close();
    } catch (error) {
      showError(form, error);
    } finally {
      submit.removeAttribute("aria-busy");
    }
  });

  return (shown) => {
    conversation = shown;
    upload = null;
    emptied = false;
    clearError(form);
    form.elements.title.value = shown.title;
    draw(shown);
    dialog.showModal();
    form.elements.title.select();
  };
}

/** The id of the file once it has arrived; rejects with the sentence why it did not. */
function settled(upload) {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (upload.state === "ready") resolve(upload.shape.id);
      else if (upload.state === "failed") reject({ detail: upload.sentence });
    };
    upload.addEventListener("change", look);
    look();
  });
}
