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
 * Events: `track` {kind, track|null} for the connections, `change` whenever something to show changed.
 */
export class LocalMedia extends EventTarget {
  /** Names of DOMExceptions of getUserMedia, "insecure", or null. */
  problems = { audio: null, video: null };
  stream = new MediaStream();
  screen = new MediaStream();
  #chosen;
  #memory;
  #opening = new Set();
  #closed = false;

  /** `memory` keeps {audioinput, videoinput} (memory.js). */
  constructor(memory) {
    super();
    this.#memory = memory;
    const { audioinput, videoinput } = memory.read();
    this.#chosen = { audio: audioinput, video: videoinput };
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#changed());
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
    if (kind === "audio" && track) track.enabled = on;
    else if (!on) this.#drop(kind);
    else if (!track) await this.#acquire([kind]);
    this.#changed();
    return this.isOn(kind) === on;
  }

  /** Use another device from now on, in this call and later ones. */
  async choose(kind, deviceId) {
    this.#chosen[kind] = deviceId;
    this.#memory.write({ [INPUT[kind]]: deviceId });
    const muted = kind === "audio" && this.track("audio")?.enabled === false;
    if (this.track(kind) || this.problems[kind]) await this.#acquire([kind]);
    if (muted && this.track("audio")) await this.set("audio", false);
  }

  /** Devices of one kind as {id, label, current}; labels are empty until the person has allowed the device. */
  async devices(kind) {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const current = this.track(kind)?.getSettings().deviceId ?? this.#chosen[kind];
    return all
      .filter((device) => device.kind === INPUT[kind] && device.deviceId)
      .map(({ deviceId, label }) => ({ id: deviceId, label, current: deviceId === current }));
  }

  /** Every light goes out, also of what is still being opened. */
  close() {
    this.#closed = true;
    for (const track of this.stream.getTracks()) this.#discard(track);
    for (const track of this.screen.getTracks()) track.stop();
  }

  /** After both were refused together: the one that alone may still be had. */
  async #openAlone(kind, error) {
    if (error.name === "NotAllowedError" && !(await isGranted(kind))) this.problems[kind] = error.name;
    else await this.#acquire([kind]);
    this.#changed();
  }

  /** Answers the error, null when all went well. */
  async #acquire(kinds) {
    for (const kind of kinds) this.#opening.add(kind);
    try {
      const stream = await this.#ask(kinds);
      for (const track of stream.getTracks()) this.#take(track);
      return null;
    } catch (error) {
      for (const kind of kinds) this.problems[kind] = error.name;
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

  #take(track) {
    if (this.#closed) return track.stop();
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

  /** The device went away, or the browser took it: another of its kind may do. */
  async #unplugged(track) {
    const muted = !track.enabled;
    this.#drop(track.kind);
    await this.#acquire([track.kind]);
    if (muted && this.track(track.kind)) await this.set(track.kind, false);
  }

  #changed() {
    this.#emit("change", {});
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

async function isGranted(kind) {
  const name = { audio: "microphone", video: "camera" }[kind];
  const permission = await navigator.permissions?.query({ name }).catch(() => null);
  return permission?.state === "granted";
}
