/** The profile: a picture is chosen or dropped, and shown before it is saved. */

import { $, el, parts } from "../dom.js";

export function mount(page) {
  const input = $("input[type=file]", page);
  const { drop } = parts(page);
  input.addEventListener("change", () => preview(page, input.files[0]));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    preview(page, input.files[0]);
  });
}

function preview(page, file) {
  if (!file) return;
  const { picture, chosen } = parts(page);
  const address = URL.createObjectURL(file);
  const image = el("img", { src: address, alt: "" });
  image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  picture.replaceChildren(image);
  chosen.textContent = file.name;
}
