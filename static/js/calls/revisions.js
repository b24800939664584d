/**
 * Which changes of a call have been heard. `known`: the highest without a gap before it; `base`: that of the
 * whole call taken last; `missing`: later ones came, the next one did not.
 */
export class Revisions {
  #ahead = new Set();

  constructor(revision) {
    this.known = this.base = revision;
  }

  get missing() {
    return this.#ahead.size > 0;
  }

  /** An event of this revision; several may carry the same. */
  heard(revision) {
    if (revision > this.known) this.#ahead.add(revision);
    this.#close();
  }

  /** The whole call as of this revision. */
  whole(revision) {
    this.base = revision;
    this.known = Math.max(this.known, revision);
    this.#close();
  }

  #close() {
    while (this.#ahead.has(this.known + 1)) this.known += 1;
    for (const revision of this.#ahead) if (revision <= this.known) this.#ahead.delete(revision);
  }
}
