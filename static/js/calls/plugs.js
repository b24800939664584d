import { _, fmt } from "../i18n.js";
import { toast } from "../components/toast.js";

const ALIASES = ["default", "communications"];
const OF = { audioinput: "audio", videoinput: "video", audiooutput: "output" };

/**
 * What is plugged in and out during a call is said: what went, what is used instead, and what is new and may be
 * used. A headset has a microphone and a speaker and is one thing to the person: `groupId` tells.
 */
export class Plugs {
  #media;
  #speaker;
  #known = null;
  #turn = Promise.resolve();

  constructor({ media, speaker }) {
    this.#media = media;
    this.#speaker = speaker;
    for (const source of [media, speaker]) {
      source.addEventListener("unplugged", ({ detail }) => toast(unpluggedWords(detail), { kind: detail.instead ? "info" : "error" }));
      source.addEventListener("replugged", ({ detail }) => toast(fmt(_("%(label)s is in use again."), detail), { kind: "success" }));
    }
    media.addEventListener("change", () => this.#learn());
    navigator.mediaDevices?.addEventListener("devicechange", () => (this.#turn = this.#turn.then(() => this.#look())));
    this.#learn();
  }

  /** Before the person has allowed a device the browser tells only that there is one. */
  async #learn() {
    if (!this.#known?.every(({ label }) => label)) this.#known = await devices();
  }

  /** One plug fires several times: one turn after the other. */
  async #look() {
    await this.#media.look();
    await this.#speaker.look();
    const known = this.#known ?? [];
    this.#known = await devices();
    const fresh = this.#known.filter(({ kind, deviceId }) => !known.some((one) => one.kind === kind && one.deviceId === deviceId));
    const things = Map.groupBy(fresh, ({ groupId, deviceId }) => groupId || deviceId);
    for (const parts of things.values()) await this.#offer(parts);
  }

  async #offer(parts) {
    const unused = [];
    for (const part of parts) if (!(await this.#isUsed(part))) unused.push(part);
    if (!unused.length) return;
    const use = () => {
      box.remove();
      for (const part of unused) this.#use(part);
    };
    const box = toast(newWords(unused[0]), { action: { label: _("Use it"), onclick: use } });
  }

  #source(kind) {
    return kind === "output" ? this.#speaker : this.#media;
  }

  /** One without a name was never allowed: opening it asks. */
  #use({ kind, deviceId }) {
    const of = OF[kind];
    return deviceId ? this.#source(of).choose(of, deviceId) : this.#media.set(of, true);
  }

  async #isUsed({ kind, deviceId }) {
    const of = OF[kind];
    if (!deviceId) return of === "output" || Boolean(this.#media.track(of));
    return (await this.#source(of).devices(of)).some(({ id, current }) => id === deviceId && current);
  }
}

async function devices() {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  return all.filter(({ deviceId }) => !ALIASES.includes(deviceId));
}

const NEW = {
  audioinput: () => _("A microphone is plugged in."),
  videoinput: () => _("A camera is plugged in."),
};

function newWords({ kind, label }) {
  return label ? fmt(_("%(label)s is plugged in."), { label }) : NEW[kind]();
}

const WITHOUT = {
  audio: () => _("The microphone is unplugged, and you have no other. Plug it in and it goes on by itself."),
  video: () => _("The camera is unplugged, and you have no other. Plug it in and it goes on by itself."),
  output: () => _("The speaker is unplugged, and you have no other. Plug it in and it goes on by itself."),
};

function unpluggedWords({ kind, label, instead }) {
  return instead ? fmt(_("%(label)s is unplugged. Now in use: %(instead)s."), { label, instead }) : WITHOUT[kind]();
}
