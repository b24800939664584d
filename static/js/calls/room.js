/** The call room: preview, pictures, dock, chat and the end, tied to one CallSession. */

import { $, $$, announce, json, parts, uuid } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { toast } from "../components/toast.js";
import { me, socket } from "../realtime/page.js";
import { stopwatch } from "../time.js";
import { Chat } from "./chat.js";
import { Dock } from "./dock.js";
import { Hand } from "./hand.js";
import { LocalMedia } from "./media.js";
import { watchNetwork } from "./network.js";
import { devices, place } from "./memory.js";
import { Meter } from "./meter.js";
import { showOver } from "./over.js";
import { Plugs } from "./plugs.js";
import { Preview } from "./preview.js";
import { PeoplePanel } from "./people_panel.js";
import { QualityHint } from "./quality_hint.js";
import { Reactions } from "./reactions.js";
import { Reporter } from "./reporter.js";
import { Saving } from "./saving.js";
import { SavingControls } from "./saving_controls.js";
import { CallSession } from "./session.js";
import { Sharing } from "./sharing.js";
import { Speaker } from "./speaker.js";
import { Stage } from "./stage.js";
import { deviceProblem } from "./words.js";

/** Milliseconds; without a socket the room is there all the same. */
const ASKED_WITHIN = 200;
const LEAVE_WITHIN = 1500;

export function mount(element) {
  const room = new Room(element);
  // for tests and for whoever looks into a call that does not work
  window.dreamseedCall = {
    session: room.session,
    peerConnections: () => room.session.connections.map(({ connection }) => connection),
  };
}

class Room {
  #element;
  #parts;
  #conversation = json("conversation");
  #serverAhead;
  #media = new LocalMedia(devices);
  #speaker = new Speaker(devices);
  #meter = new Meter();
  #preview = null;
  #names = null;
  #leaving = false;

  constructor(element) {
    this.#element = element;
    this.#parts = parts(element);
    this.#serverAhead = Number(element.dataset.now) * 1000 - Date.now();
    const iceServers = json("ice-servers");
    this.session = new CallSession({ socket, call: json("call"), me, media: this.#media, iceServers, newId: uuid });
    new Plugs({ media: this.#media, speaker: this.#speaker });
    this.#listen();
    if (this.session.call.status === "ended") this.#over({ reason: "ended" });
    else if (this.#comesStraightIn()) this.#joinStraight();
    else this.#openPreview();
  }

  /** As it was before a reload, else as the person likes to come in. */
  get #wishes() {
    const { id, call_type: type } = this.session.call;
    const { audio = true, video = type === "video" } = place.read(id) ?? devices.read();
    return { audio, video: video && (type === "video" || place.read(id) !== null) };
  }

  /** After starting, answering, or a reload nobody wants to be asked again. */
  #comesStraightIn() {
    return new URLSearchParams(location.search).has("join") || place.read(this.session.call.id) !== null;
  }

  #openPreview() {
    const { preview } = this.#parts;
    preview.hidden = false;
    const options = { media: this.#media, speaker: this.#speaker, meter: this.#meter, wishes: this.#wishes, onJoin: () => this.#joinAsSeen() };
    this.#preview = new Preview(preview, options);
    this.#preview.people(this.session.call.participants);
  }

  /** With what the preview showed; the next lesson begins so too. */
  #joinAsSeen() {
    const wishes = { audio: this.#media.wants("audio"), video: this.#media.wants("video") };
    const { video } = this.session.call.call_type === "video" ? wishes : devices.read();
    devices.write({ audio: wishes.audio, video });
    this.#preview.close();
    this.#preview = null;
    this.#enter(wishes);
  }

  /** Devices open while the server lets us in: who waits for us sees us the sooner. */
  #joinStraight() {
    const wishes = this.#wishes;
    history.replaceState(null, "", location.pathname);
    this.#media.open(wishes).then(() => this.#noteProblems());
    this.#enter(wishes);
  }

  /** While the server lets us in, the browser builds the room: that takes it longer than asking. */
  #enter(wishes) {
    this.session.join(wishes, place.read(this.session.call.id)?.peerId);
    const asked = socket.state === "open" ? 0 : ASKED_WITHIN;
    const build = () => !this.dock && this.session.state !== "over" && this.#build();
    setTimeout(build, asked);
    socket.addEventListener("state", build, { once: true });
  }

  #build() {
    const { room, stage, dock, chat, chatKey } = this.#parts;
    const remembered = place.read(this.session.call.id)?.saving ?? null;
    this.saving = new Saving({ session: this.session, media: this.#media, remembered });
    const shared = { session: this.session, media: this.#media, speaker: this.#speaker, meter: this.#meter, saving: this.saving };
    room.hidden = false;
    this.chat = new Chat(chat, { key: chatKey, socket, conversation: this.#conversation, me });
    this.stage = new Stage(stage, shared);
    this.dock = new Dock(dock, { ...shared, chat: this.chat, onLeave: () => this.#leave() });
    this.people = new PeoplePanel(this.#parts.peoplePanel, { ...this.#parts, key: this.#parts.people, session: this.session, chat: this.chat });
    new Reactions(dock, { stage, session: this.session });
    new Sharing({ key: $("[data-part=screen]", dock), banner: this.#parts.sharingBanner, session: this.session, media: this.#media });
    new Hand({ session: this.session, media: this.#media });
    new Reporter(this.session);
    watchNetwork(() => this.session.state !== "over" && this.session.restart());
    new QualityHint(this.#parts.qualityHint, shared);
    const { savingBox: box, savingBanner: banner, offerSaving: offer } = this.#parts;
    new SavingControls({ ...shared, box, banner, offer });
    this.saving.addEventListener("change", () => this.#rememberPlace());
    this.#media.addEventListener("change", () => this.#mediaChanged());
    this.#parts.retry.addEventListener("click", () => this.#retryDevices());
    this.#parts.dismiss.addEventListener("click", () => (this.#parts.notice.hidden = true));
    addEventListener("beforeunload", (event) => this.#isTalking && event.preventDefault());
    setInterval(() => this.#drawClock(), 500);
    this.#mediaChanged();
    this.#draw();
    room.inert = false;
  }

  get #isTalking() {
    return this.session.state === "in" && this.session.others.length > 0;
  }

  #listen() {
    this.session.addEventListener("state", ({ detail }) => this.#become(detail));
    this.session.addEventListener("roster", () => this.#rosterChanged());
    this.session.signaling.addEventListener("call.hand", ({ detail }) => this.#sayHand(detail));
  }

  #become({ state, reason, detail }) {
    this.#element.dataset.state = state;
    this.#parts.lost.hidden = state !== "lost";
    if (state === "in") this.#rememberPlace();
    if (state === "over") this.#over({ reason, detail });
  }

  #rememberPlace() {
    const { call, peerId } = this.session;
    const { remembered: saving } = this.saving;
    place.write(call.id, { peerId, audio: this.#media.wants("audio"), video: this.#media.wants("video"), saving });
  }

  #sayHand({ user_id: id, hand_raised_at: raised }) {
    const one = this.session.call.participants.find(({ user }) => user.id === id);
    if (raised && one && id !== me.id && this.session.mine?.moderator) toast(fmt(_("%(name)s raised a hand."), one.user));
  }

  #rosterChanged() {
    if (this.#preview) this.#preview.people(this.session.call.participants);
    if (!this.stage) return;
    this.#sayWhoChanged();
    this.#draw();
  }

  #draw() {
    const { people, count, hands, handCount } = this.#parts;
    const inside = new Set(this.session.pages.map(({ user }) => user.id)).size;
    count.textContent = inside;
    people.title = fmt(ngettext("%(n)d person is in", "%(n)d people are in", inside), { n: inside });
    handCount.textContent = this.session.hands.length;
    hands.hidden = handCount.textContent === "0";
    this.#parts.locked.hidden = !this.session.call.locked;
    this.stage.draw();
    this.#drawClock();
  }

  #drawClock() {
    if (this.session.state === "over") return;
    const { started_at, ends_at } = this.session.call;
    const { clock, endsSoon, endsIn } = this.#parts;
    clock.textContent = started_at ? stopwatch(-this.#secondsUntil(started_at)) : "";
    endsSoon.hidden = !ends_at;
    endsIn.textContent = ends_at ? stopwatch(Math.max(0, this.#secondsUntil(ends_at))) : "";
  }

  /** By the server's clock. */
  #secondsUntil(moment) {
    return (Date.parse(moment) - Date.now() - this.#serverAhead) / 1000;
  }

  #sayWhoChanged() {
    const now = new Map(this.session.others.map(({ user }) => [user.id, user.name]));
    for (const [id, name] of this.#names ?? now) if (!now.has(id)) announce(fmt(_("%(name)s has left."), { name }));
    for (const [id, name] of now) if (this.#names && !this.#names.has(id)) announce(fmt(_("%(name)s is here."), { name }));
    this.#names = now;
  }

  #mediaChanged() {
    this.#meter.follow(this.#media.track("audio"));
    if (!this.#parts.notice.hidden) this.#noteProblems();
    this.dock.draw();
    this.stage.drawSelf();
    if (this.session.state === "in") this.#rememberPlace();
    this.session.tellMedia();
  }

  /** In without a device that was wanted: said once, with a way to try again. */
  #noteProblems() {
    const kinds = ["audio", "video"].filter((kind) => this.#media.problems[kind]);
    const { notice, noticeText } = this.#parts;
    notice.hidden = kinds.length === 0;
    const problems = kinds.map((kind) => deviceProblem(kind, this.#media.problems[kind]));
    noticeText.textContent = [...new Set(problems)].join(" ");
  }

  async #retryDevices() {
    const kinds = ["audio", "video"].filter((kind) => this.#media.problems[kind]);
    for (const kind of kinds) await this.#media.set(kind, true);
    this.#noteProblems();
    if (this.#parts.notice.hidden) toast(_("That worked."), { kind: "success" });
  }

  async #leave() {
    this.#leaving = true;
    const left = this.session.leave();
    await Promise.race([left, new Promise((done) => setTimeout(done, LEAVE_WITHIN))]);
    location.assign(`/messenger/${this.#conversation.id}`);
  }

  /** Come in again; after another tab took over, in its place. */
  #return(reason) {
    const mine = this.session.pages.filter(({ user }) => user.id === me.id);
    if (reason === "replaced" && mine.length) place.write(this.session.call.id, { peerId: mine.at(-1).peerId });
    location.assign(`${location.pathname}?join=1`);
  }

  #over({ reason, detail }) {
    const { call } = this.session;
    const { preview, room, over, returns } = this.#parts;
    place.forget(call.id);
    this.stage?.close();
    this.#meter.close();
    this.#media.close();
    if (this.#leaving) return;
    this.#preview?.close();
    preview.hidden = true;
    for (const part of $$("[data-part=dock], [data-part=stage]", room)) part.inert = true;
    showOver(over, { call, me, reason, detail });
    returns.addEventListener("click", () => this.#return(reason));
    announce($("h1", over).textContent);
  }
}
