/** What every page does: keep the socket, and say that somebody uses it. */

import { $ } from "./dom.js";
import { me, socket } from "./realtime/page.js";
import { Activity } from "./messenger/activity.js";

/** These say besides which conversation is on the screen. */
const BY_THEMSELVES = "[data-module~='messenger/page'], [data-module~='calls/room']";

export function mount() {
  if (!me) return;
  document.documentElement.dataset.signedIn = "";
  if (!$(BY_THEMSELVES)) new Activity(socket, () => null);
}
