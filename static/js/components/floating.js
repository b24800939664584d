/** Boxes that float beside the button that opened them, one at a time; closed, they give the focus back. */

let open = null;

/** Under `anchor`, or above where there is no room; `placed: false` where CSS places it. */
export function float(box, anchor, { placed = true } = {}) {
  open?.hidePopover();
  document.body.append(box);
  box.addEventListener("toggle", ({ newState }) => newState === "closed" && dismiss(box, anchor));
  box.showPopover();
  if (placed) place(box, anchor);
  anchor.setAttribute("aria-expanded", "true");
  open = box;
}

function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + 4 + height <= innerHeight;
  box.style.left = `${Math.min(Math.max(8, at.right - width), innerWidth - width - 8)}px`;
  box.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - 4 - height)}px`;
}

function dismiss(box, anchor) {
  const hadFocus = box.contains(document.activeElement) || document.activeElement === document.body;
  box.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (hadFocus && anchor.isConnected) anchor.focus({ preventScroll: true });
  if (open === box) open = null;
}
