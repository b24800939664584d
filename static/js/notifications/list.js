/** What both lists of notifications, the page and the bell's menu, do with a click. */

import { api } from "../api.js";
import { toast } from "../components/toast.js";

/** One is read by its button, all by theirs; the event that follows redraws what is shown. */
export function follow(element) {
  element.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-part]");
    if (!button || button.form) return;
    button.setAttribute("aria-busy", "true");
    await act(button).catch((error) => toast(error.message, { kind: "error" }));
    button.removeAttribute("aria-busy");
  });
}

function act(button) {
  const line = button.closest("[data-id]");
  if (button.dataset.part === "read") return api.post(`/api/v1/notifications/${line.dataset.id}/read`);
  return api.post("/api/v1/notifications/read-all");
}
