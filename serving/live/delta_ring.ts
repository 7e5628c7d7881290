// The last deltas as they were sent, for clients that come back.

/** A delta's text, and the commits it leads from and to. */
export interface SentDelta {
  readonly since: number;
  readonly seq: number;
  readonly text: string;
}

/** Deltas without a gap, at most so many and so large together. */
export class DeltaRing {
  readonly #maxDeltas: number;
  readonly #maxBytes: number;
  #deltas: SentDelta[] = [];
  #bytes = 0;

  constructor({ maxDeltas = 1_000, maxBytes = 8 << 20 } = {}) {
    this.#maxDeltas = maxDeltas;
    this.#maxBytes = maxBytes;
  }

  add(delta: SentDelta): void {
    this.#deltas.push(delta);
    this.#bytes += delta.text.length;
    let gone = 0;
    while (
      this.#deltas.length - gone > this.#maxDeltas ||
      (this.#bytes > this.#maxBytes && gone < this.#deltas.length)
    ) this.#bytes -= this.#deltas[gone++]!.text.length;
    if (gone > 0) this.#deltas = this.#deltas.slice(gone);
  }

  /** The deltas that lead on from commit `seq`, or null when they are not all here. */
  after(seq: number): readonly SentDelta[] | null {
    const from = this.#deltas.findIndex(({ since }) => since === seq);
    return from < 0 ? null : this.#deltas.slice(from);
  }

  clear(): void {
    this.#deltas = [];
    this.#bytes = 0;
  }
}
