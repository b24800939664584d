/** How loud the own microphone is, also while it is muted: it listens to a copy of the track. */
export class Meter {
  #context = null;
  #analyser = null;
  #copy = null;
  #original = null;
  #samples = new Float32Array(4096);

  /** Listen to another track, or to none. */
  follow(track) {
    if (track === this.#original) return;
    this.close();
    if (!track) return;
    this.#original = track;
    this.#copy = track.clone();
    this.#copy.enabled = true;
    this.#context = new AudioContext();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: this.#samples.length });
    this.#context.createMediaStreamSource(new MediaStream([this.#copy])).connect(this.#analyser);
    if (this.#context.state === "suspended") this.#context.resume().catch(() => {});
  }

  /** 0 to 1, of the last 90 milliseconds or so. */
  level() {
    if (!this.#analyser) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const energy = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.min(1, Math.sqrt(energy));
  }

  close() {
    this.#copy?.stop();
    this.#context?.close().catch(() => {});
    this.#context = this.#analyser = this.#copy = this.#original = null;
  }
}
