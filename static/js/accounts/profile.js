/** The profile: the chosen picture is shown before it is saved. */

import { $, el } from "../dom.js";

export function mount(page) {
  const input = $("input[type=file]", page);
  input?.addEventListener("change", () => preview($("[data-part=picture]", page), input.files[0]));
}

function preview(avatar, file) {
  if (!file) return;
  const address = URL.createObjectURL(file);
  const picture = el("img", { src: address, alt: "" });
  picture.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  avatar.replaceChildren(picture);
}
