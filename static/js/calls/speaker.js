/**
 * Where sound comes out: every video and audio element of the page plays there, also those that are made later.
 * Browsers without setSinkId leave the choice to the system; then there are no devices to choose from.
 *
 * Events: `change`, `unplugged` {kind: "output", label, instead} and `replugged` {kind, label}, as LocalMedia has them.
 */
export class Speaker extends EventTarget {
  #memory;
  #chosen;
  #devices = [];

  /** `memory` keeps {audiooutput} (memory.js). */
  constructor(memory) {
    super();
    this.#memory = memory;
    this.#chosen = memory.read().audiooutput ?? "";
    if (!Speaker.isSupported) return;
    document.addEventListener("play", ({ target }) => this.#apply(target), { capture: true }); // it does not bubble
    this.look();
  }

  static get isSupported() {
    return "setSinkId" in HTMLMediaElement.prototype && Boolean(navigator.mediaDevices);
  }

  /** Id of the device in use; empty for the system's own choice. */
  get sinkId() {
    return this.#devices.some(({ deviceId }) => deviceId === this.#chosen) ? this.#chosen : "";
  }

  /** As LocalMedia.devices; labels are there once the microphone has been allowed. */
  async devices() {
    if (!Speaker.isSupported) return [];
    await this.#read();
    const current = this.sinkId || "default";
    return this.#devices.map(({ deviceId: id, label }) => ({ id, label, current: id === current }));
  }

  /** From now on and in later calls. */
  async choose(_kind, deviceId) {
    this.#chosen = deviceId;
    this.#memory.write({ audiooutput: deviceId });
    await this.#read();
    await this.#applyAll();
    return null;
  }

  /** After devices came or went: sound that has nowhere to go comes out where the system likes, and goes back by itself. */
  async look() {
    if (!Speaker.isSupported) return;
    const before = { id: this.sinkId, devices: this.#devices };
    await this.#read();
    if (before.id !== this.sinkId) await this.#moved(before);
    this.#tell("change", {});
  }

  async #read() {
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.#devices = all.filter(({ kind, deviceId }) => kind === "audiooutput" && deviceId);
  }

  async #moved(before) {
    await this.#applyAll();
    const labelOf = (devices, id) => devices.find(({ deviceId }) => deviceId === id)?.label ?? "";
    if (this.sinkId) return before.devices.length && this.#tell("replugged", { kind: "output", label: labelOf(this.#devices, this.sinkId) });
    const instead = this.#devices[0]?.label ?? null;
    return this.#tell("unplugged", { kind: "output", label: labelOf(before.devices, before.id), instead });
  }

  #applyAll() {
    return Promise.all([...document.querySelectorAll("audio, video")].map((element) => this.#apply(element)));
  }

  /** One that is gone in this very moment is found by the next devicechange. */
  async #apply(element) {
    if (element.sinkId !== this.sinkId) await element.setSinkId(this.sinkId).catch(() => {});
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
