/** The devices one is pushed to: this browser comes by its button, and each one goes by its own. */

import { api } from "../api.js";
import { toast } from "../components/toast.js";
import { $, el, icon, json, parts } from "../dom.js";
import { _ } from "../i18n.js";
import { Subscription } from "./subscription.js";

const MINE = "dreamseed.device";
/** Which of the listed devices this browser is, so that it stops listening when it is removed here. */

export function mount(section) {
  new Devices(section).start();
}

class Devices {
  #section;
  #subscription = new Subscription(json("web-push-key"));

  constructor(section) {
    this.#section = section;
  }

  start() {
    const { subscribe } = parts(this.#section);
    subscribe.addEventListener("click", () => this.#begin(subscribe));
    this.#section.addEventListener("click", (event) => {
      const button = event.target.closest("[data-part=forget]");
      if (button) this.#forget(button.closest("[data-id]"));
    });
    this.#show();
  }

  async #show() {
    const { subscribe, state } = parts(this.#section);
    const listed = this.#line(localStorage.getItem(MINE));
    const blocked = this.#subscription.isOffered && this.#subscription.permission === "denied";
    subscribe.hidden = !this.#subscription.isOffered || blocked || (listed && (await this.#subscription.isOn()));
    if (!this.#subscription.isOffered) state.textContent = _("This browser cannot receive push notifications here.");
    else if (blocked) state.textContent = _("Notifications of this site are blocked: allow them in the browser's settings for this page.");
    else state.textContent = subscribe.hidden ? _("Push notifications reach this browser even while no page is open.") : "";
  }

  async #begin(button) {
    button.setAttribute("aria-busy", "true");
    try {
      const device = await this.#subscription.begin();
      if (device) this.#add(device);
    } catch (error) {
      toast(error.detail || _("The browser could not subscribe. Please try again in a moment."), { kind: "error" });
    }
    button.removeAttribute("aria-busy");
    this.#show();
  }

  #add(device) {
    localStorage.setItem(MINE, device.id);
    if (this.#line(device.id)) return;
    const button = el("button", { type: "button", class: "button quiet small", dataset: { part: "forget" } }, icon("trash-2"), _("Forget"));
    const words = el("span", {}, el("b", { dir: "auto" }, device.name), el("small", {}, _("Just now")));
    $("ul", this.#section).prepend(el("li", { dataset: { id: device.id } }, icon("globe"), words, button));
    parts(this.#section).none.hidden = true;
  }

  async #forget(line) {
    const { id } = line.dataset;
    try {
      await api.delete(`/api/v1/notifications/devices/${id}`);
      if (id === localStorage.getItem(MINE)) await this.#subscription.end();
    } catch (error) {
      return toast(error.message, { kind: "error" });
    }
    line.remove();
    parts(this.#section).none.hidden = Boolean($("[data-id]", this.#section));
    this.#show();
  }

  #line(id) {
    return id ? $(`[data-id="${CSS.escape(id)}"]`, this.#section) : null;
  }
}
