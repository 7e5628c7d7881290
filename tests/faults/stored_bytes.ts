// One simulated file: what programs see, what is on the disk, and which bytes lie between the two.

/** A file's bytes, seen and durable. */
export class StoredBytes {
  #seen: Uint8Array;
  #durable: Uint8Array;
  /** Ranges written since the last sync, in order. */
  #unsynced: (readonly [start: number, end: number])[] = [];

  constructor(bytes: Uint8Array) {
    this.#seen = bytes;
    this.#durable = bytes;
  }

  get bytes(): Uint8Array {
    return this.#seen;
  }

  read(into: Uint8Array, at: number): number {
    const part = this.#seen.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  write(bytes: Uint8Array, at: number): void {
    const seen = new Uint8Array(Math.max(this.#seen.length, at + bytes.length));
    seen.set(this.#seen);
    seen.set(bytes, at);
    this.#seen = seen;
    this.#unsynced.push([at, at + bytes.length]);
  }

  truncate(length: number): void {
    this.#seen = this.#seen.slice(0, length);
    this.#unsynced = this.#unsynced.filter(([start]) => start < length)
      .map(([start, end]) => [start, Math.min(end, length)]);
  }

  sync(): void {
    this.#durable = this.#settle(Infinity, this.#seen.length);
    this.#unsynced = [];
  }

  /** What Linux does when it cannot write pages back: they are seen, but no sync writes them again. */
  forgetUnsynced(): void {
    this.#unsynced = [];
  }

  /**
   * The durable bytes with the first `keptShare` of those not synced. With a share between 0 and 1 the
   * file has got its new length already, and holds zeros where bytes did not arrive.
   */
  afterPowerLoss(keptShare: number): Uint8Array {
    if (keptShare === 0) return this.#durable.slice();
    if (keptShare === 1) return this.#settle(Infinity, this.#seen.length);
    const ends = this.#unsynced.map(([, end]) => end);
    const bytes = this.#unsynced.reduce((sum, [start, end]) => sum + end - start, 0);
    return this.#settle(Math.floor(bytes * keptShare), Math.max(this.#durable.length, ...ends));
  }

  #settle(keptBytes: number, length: number): Uint8Array {
    const settled = new Uint8Array(length);
    settled.set(this.#durable.subarray(0, length));
    for (const [start, end] of this.#unsynced) {
      const arrived = Math.min(end, start + keptBytes);
      settled.set(this.#seen.subarray(start, arrived), start);
      keptBytes -= arrived - start;
    }
    return settled;
  }
}
