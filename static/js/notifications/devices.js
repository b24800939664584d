/** The devices one is pushed to: this browser comes and goes by its button. */

import { api } from "../api.js";
import { toast } from "../components/toast.js";
import { parts } from "../dom.js";

export function mount(section) {
  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-part=forget]");
    if (button) forget(section, button.closest("[data-id]"));
  });
}

async function forget(section, line) {
  try {
    await api.delete(`/api/v1/notifications/devices/${line.dataset.id}`);
  } catch (error) {
    return toast(error.message, { kind: "error" });
  }
  line.remove();
  parts(section).none.hidden = Boolean(section.querySelector("[data-id]"));
}
