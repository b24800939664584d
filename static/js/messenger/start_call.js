/** Start a call and go to its room. One that already runs is entered instead. */

import { api } from "../api.js";
import { toast } from "../components/toast.js";

export async function startCall(conversation, callType, button) {
  button.setAttribute("aria-busy", "true");
  try {
    const call = await api.post(`/api/v1/messenger/conversations/${conversation.id}/calls`, { call_type: callType, invited_user_ids: [] });
    location.assign(`/calls/${call.id}?join=1`);
  } catch (error) {
    const running = error.code === "call_running" && (error.call_id ?? error.call?.id);
    if (running) return void location.assign(`/calls/${running}`);
    toast(error.detail, { kind: "error" });
    button.removeAttribute("aria-busy");
  }
}
