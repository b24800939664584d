/** The one socket of this page, and who it speaks for. */

import { json } from "../dom.js";
import { Socket } from "./socket.js";

/** {id, name, avatar, role, email, language, timezone}; null on pages before sign-in. */
export const me = json("me");

export const socket = me ? new Socket(me.id) : null;

if (socket) {
  socket.on("state", ({ state }) => {
    if (state === "refused") location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  });
  // Connected while the page's modules load; they hear the first frame when boot.js has started them all.
  socket.hold();
  if ("booted" in document.documentElement.dataset) socket.release();
  else addEventListener("booted", () => socket.release(), { once: true });
}
