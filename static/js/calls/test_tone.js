import { NOTE, sound } from "./ringtone.js";

const NOTES = [523.25, 659.25, 783.99]; // C5, E5, G5

/** Three notes on this output device, to hear where sound comes out. Resolves when they have sounded. */
export async function playTestTone(sinkId) {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const audio = new Audio();
  audio.srcObject = out.stream;
  await audio.setSinkId?.(sinkId).catch(() => {});
  NOTES.forEach((pitch, at) => sound(context, pitch, context.currentTime + at * NOTE, out));
  await audio.play().catch(() => {});
  await new Promise((done) => setTimeout(done, 1000 * (NOTES.length + 3) * NOTE));
  audio.srcObject = null;
  await context.close();
}
