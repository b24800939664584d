import { el, icon, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { Tile } from "./tile.js";

const LOUD = 0.012;
const HOLD = 700;
const LISTEN_EVERY = 150;

/** The pictures: everybody else as tiles, oneself small, or who is awaited when nobody is there yet. */
export class Stage {
  #tiles = new Map();
  #parts;
  #session;
  #media;
  #meter;
  #heard = new Map();
  #timer;

  /** `element` holds the parts tiles, waiting, self, hear of templates/calls/_stage.html. */
  constructor(element, { session, media, meter }) {
    this.element = element;
    this.#parts = parts(element);
    this.#session = session;
    this.#media = media;
    this.#meter = meter;
    this.#wire();
    this.draw();
    this.drawSelf();
  }

  draw() {
    const { others, me } = this.#session;
    for (const page of others) this.#tile(page.peerId).update({ ...page, own: page.user.id === me.id });
    for (const id of this.#tiles.keys()) if (!others.some(({ peerId }) => peerId === id)) this.#remove(id);
    this.element.dataset.others = this.#tiles.size;
    this.#drawWaiting();
    this.#fit();
  }

  drawSelf() {
    const { self, selfVideo, selfAvatar, selfMuted } = this.#parts;
    const on = this.#media.isOn("video");
    if (selfVideo.srcObject !== this.#media.stream) selfVideo.srcObject = this.#media.stream;
    if (on) selfVideo.play().catch(() => {});
    self.toggleAttribute("data-picture", on);
    selfMuted.hidden = this.#media.isOn("audio");
    if (!selfAvatar.hasChildNodes()) selfAvatar.append(avatar(this.#session.me, { size: "large" }));
  }

  #wire() {
    const session = this.#session;
    session.addEventListener("media", ({ detail }) => this.#tile(detail.id).show(detail.stream));
    session.addEventListener("connection", ({ detail }) => this.#tiles.get(detail.id)?.connection(detail.state));
    new ResizeObserver(() => this.#fit()).observe(this.#parts.tiles);
    this.#parts.hear.addEventListener("click", () => this.#hear());
    this.#timer = setInterval(() => this.#listen(), LISTEN_EVERY);
  }

  /** Nothing moves any more. */
  close() {
    clearInterval(this.#timer);
    for (const id of [...this.#tiles.keys()]) this.#remove(id);
    this.#parts.self.hidden = true;
  }

  #tile(peerId) {
    if (!this.#tiles.has(peerId)) {
      const tile = new Tile({ peerId, onBlocked: () => (this.#parts.hear.hidden = false) });
      this.#tiles.set(peerId, tile);
      this.#parts.tiles.append(tile.element);
    }
    return this.#tiles.get(peerId);
  }

  #remove(id) {
    this.#tiles.get(id).remove();
    this.#tiles.delete(id);
    this.#heard.delete(id);
  }

  /** Lying pictures stand below each other on a phone, upright ones in pairs. */
  #fit() {
    const tiles = [...this.#tiles.values()];
    this.element.toggleAttribute("data-wide", tiles.filter((tile) => tile.isWide).length * 2 > tiles.length);
    for (const tile of tiles) tile.fit();
  }

  /** The click is what the browser waited for. */
  #hear() {
    this.#parts.hear.hidden = true;
    for (const tile of this.#tiles.values()) tile.play();
  }

  #listen() {
    for (const [id, tile] of this.#tiles) tile.speaking(this.#isLoud(id, this.#session.mesh?.peer(id)?.level() ?? 0));
    const speaking = this.#isLoud("self", this.#media.isOn("audio") ? this.#meter.level() : 0);
    this.#parts.self.toggleAttribute("data-speaking", speaking);
  }

  /** Speech has pauses: the ring stays a moment. */
  #isLoud(id, level) {
    const now = performance.now();
    if (level > LOUD) this.#heard.set(id, now);
    return now - (this.#heard.get(id) ?? -HOLD) < HOLD;
  }

  #drawWaiting() {
    const { waiting, awaited } = this.#parts;
    waiting.hidden = this.#tiles.size > 0;
    if (waiting.hidden) return;
    const { call, me } = this.#session;
    const others = call.participants.filter(({ user }) => user.id !== me.id);
    this.#parts.waitingTitle.textContent = waitingWords(others);
    awaited.replaceChildren(...others.slice(0, 12).map(awaitedPerson));
  }
}

function waitingWords(others) {
  const ringing = others.filter(({ state }) => state === "invited");
  if (ringing.length === 1) return fmt(_("Calling %(name)s…"), ringing[0].user);
  if (ringing.length) return _("Calling the others…");
  return _("You are the only one here");
}

function awaitedPerson({ user, state }) {
  const [words, name] = {
    invited: [_("ringing"), "phone-call"],
    declined: [_("declined"), "phone-off"],
    missed: [_("did not answer"), "phone-missed"],
  }[state] ?? [_("left"), "log-out"];
  return el("li", { dataset: { state } },
    avatar(user, { size: "large" }), el("b", { dir: "auto" }, user.name), el("span", {}, icon(name), words));
}
