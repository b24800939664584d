import { $$, announce, el, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { toast } from "../components/toast.js";

const AT_ONCE = 24;
const STILL_FOR = 3000;

/** Emoji that float up over the picture of whoever sent them. */
export class Reactions {
  #stage;
  #session;

  /** `key` opens `menu`, a popover of buttons with data-emoji; both in the dock. */
  constructor(dock, { stage, session }) {
    const { react, reactMenu } = parts(dock);
    this.#stage = stage;
    this.#session = session;
    for (const button of $$("[data-emoji]", reactMenu))
      button.addEventListener("click", () => this.#send(button.dataset.emoji, reactMenu, react));
    reactMenu.addEventListener("toggle", ({ newState }) => react.setAttribute("aria-expanded", String(newState === "open")));
    reactMenu.addEventListener("keydown", (event) => move(event, reactMenu));
    session.signaling.addEventListener("call.reaction", ({ detail }) => this.#arrived(detail));
  }

  async #send(emoji, menu, key) {
    menu.hidePopover();
    key.focus({ preventScroll: true });
    try {
      await this.#session.acts.react(emoji);
      this.#float(this.#stage.querySelector(".self"), emoji);
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
  }

  #arrived({ user_id: id, emoji }) {
    const tile = $$(`.tile[data-user="${id}"]`, this.#stage).find((one) => one.checkVisibility());
    const name = this.#session.call.participants.find(({ user }) => user.id === id)?.user.name ?? "";
    const own = id === this.#session.me.id && this.#stage.querySelector(".self");
    this.#float(own || tile || this.#stage, emoji, tile || own ? "" : name);
    announce(fmt(_("%(name)s reacts with %(emoji)s"), { name, emoji }));
  }

  /** `name` where the picture is not on this page. */
  #float(place, emoji, name = "") {
    if ($$(".reaction", this.#stage).length >= AT_ONCE) return;
    const floating = el("span", { class: "reaction", dataset: { testid: "reaction" }, "aria-hidden": "true" }, emoji, name && el("small", { dir: "auto" }, name));
    floating.style.setProperty("--drift", `${Math.round(Math.random() * 40 - 20)}px`);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) setTimeout(() => floating.remove(), STILL_FOR);
    else floating.addEventListener("animationend", () => floating.remove());
    place.append(floating);
  }
}

function move(event, menu) {
  const buttons = $$("button", menu);
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons.at(to % buttons.length).focus();
}
