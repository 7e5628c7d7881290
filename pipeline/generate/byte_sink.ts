// Collects rows as bytes: numbers, dates and ready-made cells go straight into one large buffer.

/** Size of the chunks that leave the generator. */
export const CHUNK_BYTES = 1 << 18;
/** No row is longer than this, the spoiled ones included. */
const LONGEST_ROW_BYTES = 1 << 13;

const ZERO = 0x30, DASH = 0x2d, COLON = 0x3a, DOT = 0x2e;
const utf8 = new TextEncoder();

/** A buffer that rows are written to. Ask {@link isFull} between rows, never within one. */
export class ByteSink {
  #bytes = new Uint8Array(CHUNK_BYTES);
  #length = 0;
  #day = -1;
  /** `YYYY-MM-DD` of the latest day written: rows come in the order of time, so it mostly serves. */
  #dayText: Uint8Array = new Uint8Array(10);

  /** True when the next row may not fit. */
  get isFull(): boolean {
    return this.#length > CHUNK_BYTES - LONGEST_ROW_BYTES;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** What has been written, as bytes of its own; the buffer is empty afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  byte(value: number): void {
    this.#bytes[this.#length++] = value;
  }

  cell(cell: Uint8Array): void {
    const bytes = this.#bytes;
    let at = this.#length;
    // Cells are short: a loop is faster than set() up to about 50 bytes.
    for (let i = 0; i < cell.length; i++) bytes[at++] = cell[i]!;
    this.#length = at;
  }

  /** A whole number, with zeros in front up to `minDigits`. */
  whole(value: number, minDigits = 1): void {
    let digits = minDigits;
    for (let limit = 10 ** minDigits; value >= limit; limit *= 10) digits++;
    const end = this.#length + digits;
    for (let at = end - 1; at >= this.#length; at--) {
      const rest = Math.floor(value / 10);
      this.#bytes[at] = ZERO + value - rest * 10;
      value = rest;
    }
    this.#length = end;
  }

  /** Tenths as a decimal number: 423 is `42.3`, 420 is `42`. */
  tenths(value: number): void {
    const whole = (value / 10) | 0, tenth = value - whole * 10;
    this.whole(whole);
    if (tenth === 0) return;
    this.byte(DOT);
    this.byte(ZERO + tenth);
  }

  /** Seconds since 1970 as `YYYY-MM-DDTHH:MM:SSZ`. */
  instant(second: number): void {
    const day = Math.floor(second / 86_400), inDay = second - day * 86_400;
    if (day !== this.#day) {
      this.#day = day;
      this.#dayText = utf8.encode(new Date(day * 86_400_000).toISOString().slice(0, 10));
    }
    this.cell(this.#dayText);
    const hour = (inDay / 3600) | 0, minute = ((inDay - hour * 3600) / 60) | 0;
    this.#twoDigits(0x54, hour); // T
    this.#twoDigits(COLON, minute);
    this.#twoDigits(COLON, inDay - hour * 3600 - minute * 60);
    this.byte(0x5a); // Z
  }

  /** `S02E07`. */
  episode(season: number, episode: number): void {
    this.byte(0x53);
    this.whole(season, 2);
    this.byte(0x45);
    this.whole(episode, 2);
  }

  /** `u-000123`, `e-000000042`. */
  id(letter: number, value: number, minDigits: number): void {
    this.byte(letter);
    this.byte(DASH);
    this.whole(value, minDigits);
  }

  #twoDigits(before: number, value: number): void {
    const tens = (value / 10) | 0;
    this.#bytes[this.#length] = before;
    this.#bytes[this.#length + 1] = ZERO + tens;
    this.#bytes[this.#length + 2] = ZERO + value - tens * 10;
    this.#length += 3;
  }
}
