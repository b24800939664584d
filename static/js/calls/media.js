const WISHES = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } },
};
const INPUT = { audio: "audioinput", video: "videoinput" };

/**
 * The person's own microphone and camera. A muted microphone stays open and sends silence; a camera
 * that is off is closed, so that its light goes out. What cannot be had leaves a problem, never an error.
 * The screen that is shared (sharing.js) goes the same way to the connections, as `screen` and `screen_audio`.
 *
 * Events: `track` {kind, track|null} for the connections, `change` whenever something to show changed,
 * `unplugged` {kind, label, instead} when a device in use went away (`instead`: what is used now, null for nothing)
 * and `replugged` {kind, label} when it, or another in its place, is used again by itself.
 */
export class LocalMedia extends EventTarget {
  /** Names of DOMExceptions of getUserMedia, "insecure", or null. */
  problems = { audio: null, video: null };
  stream = new MediaStream();
  screen = new MediaStream();
  #chosen;
  #memory;
  #opening = new Set();
  #missing = new Map();
  #closed = false;

  /** `memory` keeps {audioinput, videoinput} (memory.js). */
  constructor(memory) {
    super();
    this.#memory = memory;
    const { audioinput, videoinput } = memory.read();
    this.#chosen = { audio: audioinput, video: videoinput };
  }

  /** Of `kind`: audio, video, screen or screen_audio. */
  track(kind) {
    const [stream, of] = { screen: [this.screen, "video"], screen_audio: [this.screen, "audio"] }[kind] ?? [this.stream, kind];
    return stream.getTracks().find((track) => track.kind === of) ?? null;
  }

  /** Show these tracks of a screen from now on; none: nothing any more. The former ones are stopped. */
  showScreen(tracks) {
    for (const track of this.screen.getTracks()) {
      track.stop();
      this.screen.removeTrack(track);
    }
    for (const track of tracks) this.screen.addTrack(track);
    for (const kind of ["screen", "screen_audio"]) this.#emit("track", { kind, track: this.track(kind) });
    this.#changed();
  }

  isOn(kind) {
    return Boolean(this.track(kind)?.enabled);
  }

  /** On, or about to be. */
  wants(kind) {
    return this.isOn(kind) || this.#opening.has(kind);
  }

  /** Open what is wanted; both in one question where possible. */
  async open({ audio, video }) {
    const wanted = Object.entries({ audio, video }).flatMap(([kind, on]) => (on ? [kind] : []));
    if (!wanted.length) return;
    const error = await this.#acquire(wanted);
    if (error && wanted.length > 1) for (const kind of wanted) await this.#openAlone(kind, error);
  }

  /** Switch on or off; answers whether it is now as wished. */
  async set(kind, on) {
    const track = this.track(kind);
    if (!on) this.#notWanted(kind);
    if (kind === "audio" && track) track.enabled = on;
    else if (!on) this.#drop(kind);
    else if (!track) await this.#acquire([kind]);
    this.#changed();
    return this.isOn(kind) === on;
  }

  /** Use another device from now on, in this call and later ones. Answers the error's name, null when all is well. */
  async choose(kind, deviceId) {
    const before = this.#chosen[kind];
    this.#chosen[kind] = deviceId;
    const wanted = this.track(kind) || this.problems[kind];
    const error = wanted ? await this.#exchange(kind, this.track(kind)?.enabled ?? true) : null;
    if (error && this.track(kind)) this.#chosen[kind] = before;
    else this.#memory.write({ [INPUT[kind]]: deviceId });
    return error;
  }

  /** Devices of one kind as {id, label, current}; labels are empty until the person has allowed the device. */
  async devices(kind) {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const current = this.track(kind)?.getSettings().deviceId ?? this.#chosen[kind];
    return all
      .filter((device) => device.kind === INPUT[kind] && device.deviceId)
      .map(({ deviceId, label }) => ({ id: deviceId, label, current: deviceId === current }));
  }

  /** After devices came or went. Not every browser ends the track of one that went. */
  async look() {
    for (const kind of Object.keys(INPUT)) {
      const ids = (await this.devices(kind)).map(({ id }) => id);
      const track = this.track(kind);
      const used = track?.getSettings().deviceId;
      if (used && !ids.includes(used)) await this.#unplugged(track);
      else if (this.#missing.has(kind) && this.#isBack(kind, ids)) await this.#replugged(kind);
    }
    this.#changed();
  }

  /** Every light goes out, also of what is still being opened. */
  close() {
    this.#closed = true;
    for (const track of this.stream.getTracks()) this.#discard(track);
    for (const track of this.screen.getTracks()) track.stop();
  }

  /** After both were refused together: the one that alone may still be had. */
  async #openAlone(kind, error) {
    if (error.name === "NotAllowedError" && !(await isGranted(kind))) this.problems[kind] = problemOf(error);
    else await this.#acquire([kind]);
    this.#changed();
  }

  /** Another device in the place of the one that is open. Phones open one camera at a time. */
  async #exchange(kind, enabled) {
    let error = await this.#acquire([kind], enabled);
    if (kind === "video" && error?.name === "NotReadableError" && this.track(kind)) {
      this.#drop(kind);
      error = await this.#acquire([kind], enabled);
    }
    if (error && this.track(kind)) this.problems[kind] = null;
    return error && problemOf(error);
  }

  /** Answers the error, null when all went well. */
  async #acquire(kinds, enabled = true) {
    for (const kind of kinds) this.#opening.add(kind);
    try {
      const stream = await this.#ask(kinds);
      for (const track of stream.getTracks()) this.#take(track, enabled);
      return null;
    } catch (error) {
      for (const kind of kinds) this.problems[kind] = problemOf(error);
      return error;
    } finally {
      for (const kind of kinds) this.#opening.delete(kind);
      this.#changed();
    }
  }

  async #ask(kinds) {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no https", "insecure");
    const wishes = (chosen) => Object.fromEntries(kinds.map((kind) => [kind, { ...WISHES[kind], ...chosen(kind) }]));
    const device = (kind) => (this.#chosen[kind] ? { deviceId: { exact: this.#chosen[kind] } } : {});
    try {
      return await navigator.mediaDevices.getUserMedia(wishes(device));
    } catch (error) {
      // the remembered device is at home today
      if (!["OverconstrainedError", "NotFoundError"].includes(error.name)) throw error;
      return navigator.mediaDevices.getUserMedia(wishes(() => ({})));
    }
  }

  #take(track, enabled) {
    if (this.#closed) return track.stop();
    track.enabled = enabled;
    this.#missing.delete(track.kind);
    const old = this.track(track.kind);
    this.stream.addTrack(track);
    if (old) this.#discard(old);
    this.problems[track.kind] = null;
    track.onended = () => this.#unplugged(track);
    this.#emit("track", { kind: track.kind, track });
  }

  #drop(kind) {
    const track = this.track(kind);
    if (!track) return;
    this.#discard(track);
    this.#emit("track", { kind, track: null });
  }

  #discard(track) {
    track.onended = null;
    track.stop();
    this.stream.removeTrack(track);
  }

  #isBack(kind, ids) {
    return this.track(kind) ? ids.includes(this.#missing.get(kind).id) : ids.length > 0;
  }

  /** The device went away, or the browser took it: another of its kind may do. */
  async #unplugged(track) {
    const { kind, label, enabled } = track;
    if (this.track(kind) !== track) return;
    const id = track.getSettings().deviceId;
    this.#drop(kind);
    await this.#acquire([kind], enabled);
    this.#missing.set(kind, { id, enabled });
    this.#emit("unplugged", { kind, label, instead: this.track(kind)?.label ?? null });
  }

  /** Switched off while it is away: it stays off when it is plugged in again. */
  #notWanted(kind) {
    const missing = this.#missing.get(kind);
    if (kind === "audio" && missing) missing.enabled = false;
    else this.#missing.delete(kind);
  }

  async #replugged(kind) {
    const { id, enabled } = this.#missing.get(kind);
    if (this.track(kind)) this.#chosen[kind] = id;
    if (await this.#exchange(kind, this.track(kind)?.enabled ?? enabled)) return;
    this.#emit("replugged", { kind, label: this.track(kind)?.label ?? "" });
  }

  #changed() {
    this.#emit("change", {});
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Which problem an error of getUserMedia or getDisplayMedia is. Chrome says in its message that the system forbids it. */
export function problemOf({ name, message }) {
  return name === "NotAllowedError" && /system/i.test(message) ? "SystemError" : name;
}

async function isGranted(kind) {
  const name = { audio: "microphone", video: "camera" }[kind];
  const permission = await navigator.permissions?.query({ name }).catch(() => null);
  return permission?.state === "granted";
}
