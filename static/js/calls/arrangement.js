import { announce, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { Gallery, grid, gridWithMe } from "./gallery.js";
import { View } from "./view.js";

const SWIPE = 60;
const NARROW = 620;
const LOW = 380;

/**
 * Where each tile of the stage stands: pages of equal tiles, or one large beside a strip of small ones when
 * somebody is pinned, a screen is shared, or the teacher shows one person to everybody.
 */
export class Arrangement {
  #element;
  #parts;
  #session;
  #tiles;
  #gallery = new Gallery();
  #pinned = null;
  #size = { width: 1280, height: 720 };
  #view;
  #listening = new AbortController();
  #observer;

  /** `tiles`: the stage's Map of key to Tile, cameras under the peer id. */
  constructor(element, { session, tiles }) {
    this.#element = element;
    this.#parts = parts(element);
    this.#session = session;
    this.#tiles = tiles;
    this.#view = new View(session);
    this.#wire();
  }

  /** Show this tile large, for oneself; again, and it goes back. */
  pin(id) {
    this.#pinned = this.#pinned === id ? null : id;
    const name = this.#tiles.get(id)?.name;
    announce(fmt(this.#pinned ? _("%(name)s is shown large.") : _("%(name)s is no longer shown large."), { name }));
    this.draw();
  }

  /** Somebody is loud now. */
  heard(peerId) {
    if (this.#gallery.heard(peerId, performance.now())) this.draw();
  }

  close() {
    this.#observer.disconnect();
    this.#listening.abort();
    this.#parts.pager.hidden = true;
  }

  draw() {
    const others = this.#session.others;
    this.#gallery.set(others.map(({ peerId, participant }) => ({ id: peerId, first: participant.moderator })));
    const large = this.#large();
    const screens = [...this.#tiles].filter(([, { source }]) => source === "screen").map(([id]) => id);
    const small = [...screens, ...this.#gallery.order].filter((id) => id !== large && this.#tiles.has(id));
    const layout = large ? "focus" : "grid";
    if (this.#element.dataset.layout !== layout) this.#gallery.turn(-Infinity);
    this.#element.dataset.layout = layout;
    this.#gallery.size = large ? this.#strip() : this.#most();
    const shown = this.#gallery.shown(small);
    this.#place(shown, large);
    this.#drawPager(small.length);
    this.#measure(shown.length);
    this.#view.show(shown.filter((id) => !screens.includes(id)), screens.includes(large) ? null : large);
  }

  /** Key of the tile that stands large; null in the grid. */
  #large() {
    if (!this.#tiles.has(this.#pinned)) this.#pinned = null;
    const screen = [...this.#tiles].find(([, { source }]) => source === "screen")?.[0];
    const spotlight = this.#session.others.find(({ user }) => user.id === this.#session.call.spotlight)?.peerId;
    const large = this.#pinned ?? screen ?? spotlight ?? null;
    return this.#session.others.length === 1 && large !== screen ? null : large; // one alone is large anyway
  }

  #place(shown, large) {
    for (const [id, tile] of this.#tiles) {
      const order = shown.indexOf(id);
      tile.place({ shown: order >= 0 || id === large, order, large: id === large, pinned: id === this.#pinned, corner: order === shown.length - 1 });
    }
  }

  /** At most nine pictures at once, fewer on a phone. */
  #most() {
    if (this.#size.height < LOW) return 4;
    return this.#isNarrow ? 6 : 9;
  }

  get #isNarrow() {
    return this.#size.width < NARROW && this.#size.width < this.#size.height;
  }

  /** How many small tiles stand beside the large one, oneself not counted. */
  #strip() {
    const { width, height } = this.#size;
    if (width < height) return width < 480 ? 2 : 4;
    const row = Math.max(136, Math.min(232, width * 0.17)) * 0.56 + 8;
    return Math.max(1, Math.min(7, Math.floor(height / row) - 1));
  }

  #measure(count) {
    const { style, dataset } = this.#element;
    if (dataset.layout === "focus") {
      dataset.free = "yes";
      this.#element.removeAttribute("data-tall");
      return this.#fit(() => style.setProperty("--strip", this.#gallery.size + 1));
    }
    const tiles = [...this.#tiles.values()].filter(({ element }) => !element.hidden);
    const wide = tiles.filter((tile) => tile.isWide).length * 2 >= tiles.length;
    const fields = count >= 3 ? gridWithMe : grid;
    const { columns, rows } = fields(count, { ...this.#size, aspect: wide ? 4 / 3 : 3 / 4 });
    const cell = this.#size.width / columns / (this.#size.height / rows);
    this.#element.toggleAttribute("data-tall", cell < 1 && this.#size.width > this.#size.height);
    dataset.free = count >= 3 && columns * rows > count ? "yes" : "no";
    return this.#fit(() => {
      style.setProperty("--columns", columns);
      style.setProperty("--rows", rows);
    });
  }

  #fit(measure) {
    measure();
    for (const tile of this.#tiles.values()) tile.fit();
  }

  #drawPager(count) {
    const { pager, pageNumber, pagePrev, pageNext } = this.#parts;
    const pages = this.#gallery.pages(count);
    pager.hidden = pages < 2;
    pageNumber.textContent = `${this.#gallery.page + 1}/${pages}`;
    pagePrev.disabled = this.#gallery.page === 0;
    pageNext.disabled = this.#gallery.page === pages - 1;
  }

  #turn(by) {
    const count = [...this.#tiles.keys()].length - (this.#element.dataset.layout === "focus" ? 1 : 0);
    if (!this.#gallery.turn(by, count)) return;
    this.draw();
    announce(fmt(_("Page %(page)s of the pictures"), { page: this.#parts.pageNumber.textContent }));
  }

  #wire() {
    const { signal } = this.#listening;
    const { pagePrev, pageNext, tiles } = this.#parts;
    pagePrev.addEventListener("click", () => this.#turn(-1));
    pageNext.addEventListener("click", () => this.#turn(1));
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    tiles.addEventListener("pointerdown", (event) => event.pointerType !== "mouse" && this.#swipe(event));
    this.#observer = new ResizeObserver(([{ contentRect }]) => this.#resized(contentRect));
    this.#observer.observe(tiles);
  }

  #resized({ width, height }) {
    if (!width || !height) return;
    this.#size = { width, height };
    this.draw();
  }

  #key(event) {
    const elsewhere = event.target.closest("input, textarea, select, [contenteditable], dialog[open], [popover], [role=toolbar], .call-chat, .call-people");
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !this.#element.checkVisibility()) return;
    const turn = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 }[event.code];
    if (turn) this.#turn(turn);
    if (event.code === "KeyP") this.#pinByKey();
  }

  /** The tile under the pointer or with the focus, else the one already pinned, else who spoke last. */
  #pinByKey() {
    const at = this.#element.querySelector(".tile:hover, .tile:focus-within");
    const named = [...this.#tiles].find(([, { element }]) => element === at)?.[0];
    const id = named ?? this.#pinned ?? this.#gallery.speaker;
    if (id) this.pin(id);
  }

  #swipe(down) {
    const end = (up) => {
      const moved = up.clientX - down.clientX;
      if (Math.abs(moved) > SWIPE && Math.abs(moved) > 2 * Math.abs(up.clientY - down.clientY)) this.#turn(moved < 0 ? 1 : -1);
    };
    addEventListener("pointerup", end, { once: true, signal: this.#listening.signal });
  }
}
