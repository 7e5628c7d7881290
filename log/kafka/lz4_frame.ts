// Reads LZ4 frames, which other people's producers write. Source: the LZ4 frame and block formats 1.6.

const MAGIC = 0x184d2204;
/** Of the frame's flags. */
const HAS_BLOCK_CHECKSUM = 0x10, HAS_CONTENT_SIZE = 0x08, HAS_DICTIONARY = 0x01;
const STORED = 0x80000000;

/**
 * The content of a frame. Checksums are not checked: Kafka's batches have their own.
 *
 * @throws {Error} the bytes are no frame
 */
export function decodeLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) {
    throw new Error("This is no LZ4 frame");
  }
  const flags = bytes[4]!;
  if ((flags & HAS_DICTIONARY) !== 0) throw new Error("LZ4 frames with a dictionary are not read");
  let at = 7 + ((flags & HAS_CONTENT_SIZE) !== 0 ? 8 : 0);
  const out = new Output(bytes.length * 4);
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return out.bytes();
    const length = size & 0x7fffffff, block = bytes.subarray(at, at + length);
    if (block.length < length) throw new Error("An LZ4 frame ends within a block");
    if ((size & STORED) !== 0) out.append(block);
    else decodeBlock(block, out);
    at += length + ((flags & HAS_BLOCK_CHECKSUM) !== 0 ? 4 : 0);
  }
}

/** Bytes that grow; blocks may refer to those of blocks before them. */
class Output {
  #bytes: Uint8Array;
  #length = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(Math.max(64, size));
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Repeats `length` bytes from `distance` back; they may overlap with what is written. */
  repeat(distance: number, length: number): void {
    if (distance === 0 || distance > this.#length) throw new Error("An LZ4 block points outside");
    this.#reserve(length);
    for (let i = 0; i < length; i++) {
      this.#bytes[this.#length] = this.#bytes[this.#length - distance]!;
      this.#length++;
    }
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function decodeBlock(block: Uint8Array, out: Output): void {
  let at = 0;
  const readLength = (short: number): number => {
    let length = short;
    if (short === 15) {
      let more: number;
      do {
        more = block[at++] ?? fail();
        length += more;
      } while (more === 255);
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = readLength(token >> 4);
    if (at + literals > block.length) fail();
    out.append(block.subarray(at, at + literals));
    at += literals;
    if (at >= block.length) return; // the last sequence has no match
    const distance = (block[at] ?? fail()) | (block[at + 1] ?? fail()) << 8;
    at += 2;
    out.repeat(distance, readLength(token & 15) + 4);
  }
}

function fail(): never {
  throw new Error("An LZ4 block ends too early");
}
