/** What every page does: keep the socket and say when it is gone. */

import { me } from "./realtime/page.js";

export function mount() {
  if (me) document.documentElement.dataset.signedIn = "";
}
