/** The settings page: quiet hours are only asked for when they are wanted. */

import { parts } from "../dom.js";

export function mount(form) {
  const { quiet, hours } = parts(form);
  const show = () => (hours.hidden = !quiet.checked);
  quiet.addEventListener("change", show);
  show();
}
