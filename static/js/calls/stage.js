import { el, icon, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { Arrangement } from "./arrangement.js";
import { drawOwnPicture } from "./own_picture.js";
import { drawQuality } from "./quality_mark.js";
import { Tile } from "./tile.js";

const LOUD = 0.012;
const HOLD = 700;
const LISTEN_EVERY = 150;

/** The pictures: everybody else as tiles, oneself small, or who is awaited when nobody is there yet. */
export class Stage {
  #tiles = new Map();
  #parts;
  #session;
  #saving;
  #media;
  #meter;
  #arrangement;
  #heard = new Map();
  #forwarded = new WeakSet();
  #screens = new Map();
  #timer;

  /** `element` holds the parts of templates/calls/_stage.html. */
  constructor(element, { session, media, meter, saving }) {
    this.element = element;
    this.#parts = parts(element);
    this.#session = session;
    this.#media = media;
    this.#meter = meter;
    this.#saving = saving;
    this.#arrangement = new Arrangement(element, { session, tiles: this.#tiles });
    this.#wire();
    this.draw();
    this.drawSelf();
  }

  draw() {
    const { others, me } = this.#session;
    const { hands } = this.#session;
    const wanted = new Set();
    for (const page of others) {
      const look = { ...page, own: page.user.id === me.id, hand: hands.indexOf(page.user.id) + 1, saving: this.#saving.isOn };
      for (const source of this.#sources(page)) {
        wanted.add(key(page.peerId, source));
        this.#tile(page.peerId, source).update(look);
      }
    }
    for (const id of this.#tiles.keys()) if (!wanted.has(id)) this.#remove(id);
    this.element.dataset.others = others.length;
    this.#drawWaiting(others.length);
    drawQuality(this.#parts.selfQuality, others.length ? this.#session.mine?.connection_quality : null);
    this.#arrangement.draw();
  }

  drawSelf() {
    const { self, selfVideo, selfAvatar, selfMuted } = this.#parts;
    const on = this.#media.isOn("video");
    drawOwnPicture(selfVideo, this.#media);
    self.toggleAttribute("data-picture", on);
    selfMuted.hidden = this.#media.isOn("audio");
    if (!selfAvatar.hasChildNodes()) selfAvatar.append(avatar(this.#session.me, { size: "large" }));
  }

  /** Nothing moves any more. */
  close() {
    clearInterval(this.#timer);
    this.#arrangement.close();
    for (const id of [...this.#tiles.keys()]) this.#remove(id);
    this.#parts.self.hidden = true;
  }

  #wire() {
    const on = (type, act) => this.#session.addEventListener(type, ({ detail }) => act(detail));
    this.#saving.addEventListener("change", () => this.draw());
    on("media", (detail) => this.#show(detail));
    on("connection", ({ id, state }) => this.#connection(id, state));
    on("moved", ({ id }) => this.#tiles.get(key(id, "camera"))?.quiet());
    on("gone", ({ id }) => this.#session.forwarding && this.#connection(id, this.#serverState));
    on("blocked", () => (this.#parts.hear.hidden = false));
    this.#parts.hear.addEventListener("click", () => this.#hear());
    this.#timer = setInterval(() => this.#listen(), LISTEN_EVERY);
  }

  /** A picture that comes through the server already is not exchanged for the direct one again. */
  #show({ id, source, stream, forwarded = false }) {
    if (forwarded && stream) this.#forwarded.add(stream);
    if (source === "screen") this.#screens.set(id, stream);
    const tile = this.#tiles.get(key(id, source)) ?? (stream && this.#session.others.some(({ peerId }) => peerId === id) ? this.#tile(id, source) : null);
    if (!tile) return;
    if (!forwarded && this.#forwarded.has(tile.video.srcObject)) return;
    tile.show(stream);
    if (source === "screen") this.draw();
  }

  /** Of whoever has no direct connection, or none any more. */
  get #serverState() {
    return this.#session.forwarding?.isReceiving ? "connected" : "connecting";
  }

  #connection(id, state) {
    for (const tile of this.#tiles.values())
      if (tile.peerId === id || (id === "sfu:recv" && !this.#session.mesh?.peer(tile.peerId))) tile.connection(state);
  }

  /** What a page shows: its camera always, its screen as long as it is shared. */
  #sources({ peerId, participant }) {
    const alone = participant.peers.length === 1;
    const shares = participant.screen_sharing && (alone || this.#screens.get(peerId));
    return shares ? ["screen", "camera"] : ["camera"];
  }

  #tile(peerId, source) {
    const id = key(peerId, source);
    if (!this.#tiles.has(id)) {
      const on = {
        blocked: () => (this.#parts.hear.hidden = false),
        shown: (stream) => this.#forwarded.has(stream) && this.#isForwarded(peerId) && this.#session.shown(peerId),
        pin: () => this.#arrangement.pin(id),
      };
      const connection = this.#tiles.get(key(peerId, "camera"))?.state ?? this.#serverState;
      const tile = new Tile({ peerId, source, connection, on });
      this.#tiles.set(id, tile);
      this.#parts.tiles.append(tile.element);
      if (source === "screen" && this.#screens.get(peerId)) tile.show(this.#screens.get(peerId));
    }
    return this.#tiles.get(id);
  }

  /** Whatever is seen of this page, camera and screen, comes through the server. */
  #isForwarded(peerId) {
    const seen = [...this.#tiles.values()].filter((tile) => tile.peerId === peerId && tile.isSeen);
    return seen.every(({ video }) => this.#forwarded.has(video.srcObject));
  }

  #remove(id) {
    this.#tiles.get(id).remove();
    this.#tiles.delete(id);
    this.#heard.delete(id);
  }

  /** The click is what the browser waited for. */
  #hear() {
    this.#parts.hear.hidden = true;
    this.#session.play();
    for (const tile of this.#tiles.values()) tile.play();
  }

  #listen() {
    for (const tile of this.#tiles.values()) {
      if (tile.source !== "camera") continue;
      const level = this.#session.levelOf(tile.peerId);
      if (level > LOUD) this.#arrangement.heard(tile.peerId);
      tile.speaking(this.#isLoud(tile.peerId, level));
    }
    const speaking = this.#isLoud("self", this.#media.isOn("audio") ? this.#meter.level() : 0);
    this.#parts.self.toggleAttribute("data-speaking", speaking);
  }

  /** Speech has pauses: the ring stays a moment. */
  #isLoud(id, level) {
    const now = performance.now();
    if (level > LOUD) this.#heard.set(id, now);
    return now - (this.#heard.get(id) ?? -HOLD) < HOLD;
  }

  #drawWaiting(count) {
    const { waiting, awaited } = this.#parts;
    waiting.hidden = count > 0;
    if (waiting.hidden) return;
    const { call, me } = this.#session;
    const others = call.participants.filter(({ user }) => user.id !== me.id);
    this.#parts.waitingTitle.textContent = waitingWords(others);
    awaited.replaceChildren(...others.slice(0, 12).map(awaitedPerson), ...further(others.length - 12));
  }
}

function key(peerId, source) {
  return source === "screen" ? `${peerId}/screen` : peerId;
}

function waitingWords(others) {
  const ringing = others.filter(({ state }) => state === "invited");
  if (ringing.length === 1) return fmt(_("Calling %(name)s…"), ringing[0].user);
  if (ringing.length) return _("Calling the others…");
  return _("You are the only one here");
}

function further(count) {
  return count > 0 ? [el("li", { class: "awaited-rest" }, fmt(_("and %(n)d more"), { n: count }))] : [];
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
