const NOTES = [659.25, 783.99, 987.77]; // E5, G5, B5
export const NOTE = 0.22;
const EVERY = 3200;
const VOLUME = 0.09;
const LOCK = "dreamseed-ringtone";

/** Three soft notes every few seconds, in one tab only, and only where the browser lets the page sound. */
export class Ringtone {
  #stop = null;

  start() {
    if (this.#stop || !navigator.userActivation?.hasBeenActive) return;
    const done = new Promise((resolve) => (this.#stop = resolve));
    // plain http in a local network has no locks: each tab rings then
    if (navigator.locks) navigator.locks.request(LOCK, () => this.#stop && play(done));
    else play(done);
  }

  stop() {
    this.#stop?.();
    this.#stop = null;
  }
}

async function play(done) {
  const context = new AudioContext();
  const chime = () => NOTES.forEach((pitch, at) => sound(context, pitch, context.currentTime + at * NOTE));
  chime();
  const timer = setInterval(chime, EVERY);
  await done;
  clearInterval(timer);
  await context.close();
}

/** One note, `at` seconds of the context's clock. */
export function sound(context, pitch, at, out = context.destination) {
  const note = new OscillatorNode(context, { type: "sine", frequency: pitch });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(VOLUME, at + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE * 3);
  note.connect(volume).connect(out);
  note.start(at);
  note.stop(at + NOTE * 3);
}
