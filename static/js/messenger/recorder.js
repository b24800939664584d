/** A voice message recorded on the page: a key, a running clock, and sent or thrown away. */

import { announce, parts } from "../dom.js";
import { _ } from "../i18n.js";
import { toast } from "../components/toast.js";
import { Upload } from "../components/upload.js";
import { stopwatch } from "../time.js";

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const LONGEST = 600;
/** Seconds; below this it was a slip of the finger. */
const SHORTEST = 0.7;

/** Dispatches `recorded` {shape} with the uploaded file. */
export class Recorder extends EventTarget {
  #parts;
  #recording = null;
  #clock = null;

  constructor(element, { signal }) {
    super();
    this.#parts = parts(element);
    const { record, "record-stop": stop, "record-cancel": cancel, recording } = this.#parts;
    record.hidden = !globalThis.MediaRecorder || !navigator.mediaDevices;
    record.addEventListener("click", () => this.#begin(), { signal });
    stop.addEventListener("click", () => this.#end(true), { signal });
    cancel.addEventListener("click", () => this.#end(false), { signal });
    recording.addEventListener("keydown", (event) => event.key === "Escape" && this.#end(false), { signal });
    signal.addEventListener("abort", () => this.#end(false));
    this.#draw();
  }

  async #begin() {
    if (this.#recording) return;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error) => error);
    if (stream instanceof Error) return toast(refusal(stream), { kind: "error" });
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(stream, kind && { mimeType: kind });
    const recording = (this.#recording = { recorder, stream, pieces: [], since: performance.now(), wanted: false });
    recorder.addEventListener("dataavailable", ({ data }) => recording.pieces.push(data));
    recorder.addEventListener("stop", () => this.#stopped(recording));
    recorder.start();
    this.#clock = setInterval(() => this.#tick(), 250);
    this.#draw();
    this.#parts["record-stop"].focus();
    announce(_("Recording"));
  }

  #tick() {
    if (this.#seconds() >= LONGEST) return this.#end(true);
    this.#parts["record-time"].textContent = stopwatch(this.#seconds());
  }

  #seconds() {
    return (performance.now() - this.#recording.since) / 1000;
  }

  #end(wanted) {
    const recording = this.#recording;
    if (!recording) return;
    recording.wanted = wanted && this.#seconds() >= SHORTEST;
    clearInterval(this.#clock);
    this.#recording = null;
    this.#draw();
    recording.recorder.stop();
    for (const track of recording.stream.getTracks()) track.stop();
  }

  #stopped({ recorder, pieces, wanted }) {
    if (!wanted) return;
    const type = recorder.mimeType.split(";")[0];
    const ending = { "audio/mp4": "m4a", "audio/ogg": "ogg" }[type] ?? "weba";
    this.#send(new Upload(new File(pieces, `voice.${ending}`, { type })));
  }

  /** A failed one is not lost: it can be sent again as long as its note stands. */
  async #send(upload) {
    this.#busy(true);
    await upload.start();
    this.#busy(false);
    if (upload.state === "ready") return void this.dispatchEvent(new CustomEvent("recorded", { detail: { shape: upload.shape } }));
    toast(upload.sentence, { kind: "error", action: upload.hopeless ? null : { label: _("Send again"), onclick: () => this.#send(upload) } });
  }

  #busy(busy) {
    const { record } = this.#parts;
    if (busy) record.setAttribute("aria-busy", "true");
    else record.removeAttribute("aria-busy");
  }

  #draw() {
    const { recording: bar, "composer-row": row, "record-time": time } = this.#parts;
    bar.hidden = !this.#recording;
    row.hidden = Boolean(this.#recording);
    time.textContent = stopwatch(0);
  }
}

function refusal({ name }) {
  if (name === "NotAllowedError") return _("The microphone is not allowed. Allow it in the browser's address bar.");
  if (name === "NotFoundError") return _("No microphone was found.");
  return _("The microphone could not be opened. Perhaps another program uses it.");
}
