/**
 * Keys in the list of messages: arrows walk from one to the next, Enter and the menu key open the menu of the one in
 * focus, and so does a long press of a finger. `openMenu(element)` answers whether the message has one.
 */
export function wireKeys(log, { openMenu, signal }) {
  const open = (event) => {
    const message = document.activeElement.closest(".message");
    if (message && openMenu(message)) event.preventDefault();
  };
  log.addEventListener("keydown", (event) => {
    if (event.target.closest("button, pre, audio, video")) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) walk(log, event, step);
    else if (opensMenu(event)) open(event);
  }, { signal });
  log.addEventListener("contextmenu", (event) => {
    if (event.pointerType !== "touch") return;
    event.target.closest(".message")?.focus({ preventScroll: true });
    open(event);
  }, { signal });
}

function opensMenu({ key, shiftKey, target }) {
  return (key === "Enter" && !target.closest("a")) || key === "ContextMenu" || (key === "F10" && shiftKey);
}

function walk(log, event, step) {
  const rows = [...log.querySelectorAll(".message")];
  const at = rows.indexOf(document.activeElement.closest(".message"));
  const next = at < 0 ? rows.at(-1) : rows[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}
