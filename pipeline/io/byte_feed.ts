// Bytes that come in pieces, of which what was taken too much can be given back.

/** A reader over pieces: whoever finds that a part ended early gives the rest back to the next part. */
export class ByteFeed {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #returned: Uint8Array | null = null;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next piece, of at least one byte; null at the end. */
  async next(): Promise<Uint8Array | null> {
    const returned = this.#returned;
    this.#returned = null;
    if (returned !== null) return returned;
    for (;;) {
      const { done, value } = await this.#pieces.next();
      if (done) return null;
      if (value.length > 0) return value;
    }
  }

  /** Gives back the end of the piece that came last. */
  giveBack(bytes: Uint8Array): void {
    this.#returned = bytes.length === 0 ? null : bytes;
  }

  /** The next bytes, exactly as many. @throws {Error} when there are fewer */
  async take(count: number): Promise<Uint8Array> {
    const taken = new Uint8Array(count);
    for (let length = 0; length < count;) {
      const piece = await this.next();
      if (piece === null) throw new Error("unexpected end of file");
      const part = piece.subarray(0, count - length);
      taken.set(part, length);
      length += part.length;
      this.giveBack(piece.subarray(part.length));
    }
    return taken;
  }

  /** Passes over the bytes that come now and are `value`; false when nothing comes behind them. */
  async skip(value: number): Promise<boolean> {
    for (;;) {
      const piece = await this.next();
      if (piece === null) return false;
      const other = piece.findIndex((byte) => byte !== value);
      if (other < 0) continue;
      this.giveBack(piece.subarray(other));
      return true;
    }
  }
}
