// Finds where the frames of a zstd file end, which Deno's decoder does not tell: alone it reads the first
// frame, ignores all that follows, and takes a file that is cut short for whole.

/** Bytes of one frame, in order, at most one block's; the last piece of each frame says so. */
export interface FramePiece {
  readonly bytes: Uint8Array;
  readonly endsFrame: boolean;
}

/** What the next bytes are. The layout is that of RFC 8878, section 3.1. */
type Field =
  | "magic"
  | "descriptor"
  | "header"
  | "block header"
  | "block"
  | "checksum"
  | "skippable size"
  | "skippable";

const MAGIC = 0xfd2fb528;
/** The lowest four bits of a skippable frame's magic number are free. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const RLE_BLOCK = 1, RESERVED_BLOCK = 3;
const FOLLOWED = "bytes that are no zstd stand behind its end";

/** Walks through a zstd file from piece to piece. It reads headers only and unpacks nothing. */
export class ZstdFrames {
  #field: Field = "magic";
  /** Bytes of the field that are still to come. */
  #missing = 4;
  /** The field's little-endian value so far, for fields of at most four bytes. */
  #value = 0;
  #shift = 0;
  #hasChecksum = false;
  #isLastBlock = false;

  /** Whether a file may end here. */
  get isBetweenFrames(): boolean {
    return this.#field === "magic" && this.#shift === 0;
  }

  /** Ends the file. @throws {Error} when it may not end here */
  end(): void {
    if (this.isBetweenFrames) return;
    // Added bytes (a line end, say) may be fewer than a magic number has.
    const came = 2 ** this.#shift - 1;
    const isMagic = (this.#value & came) === (MAGIC & came) ||
      (this.#value & came & ~15) === (SKIPPABLE_MAGIC & came);
    const isAdded = this.#field === "magic" && !isMagic;
    throw new Error(isAdded ? FOLLOWED : "unexpected end of file");
  }

  /**
   * Cuts the next bytes of the file at the ends of its frames and of the blocks in them; frames to be skipped
   * are left out. A decoder that is given one block at a time fails at once or not at all: Deno's, while it
   * empties a longer piece, fails where nobody can catch it.
   * @throws {Error} when they are not zstd
   */
  *cut(bytes: Uint8Array): Generator<FramePiece> {
    let start = 0;
    for (let at = 0; at < bytes.length;) {
      if (this.#isPadding(bytes[at]!)) {
        start = ++at;
        continue;
      }
      const taken = Math.min(this.#missing, bytes.length - at);
      if (this.#field !== "block" && this.#field !== "skippable") this.#collect(bytes, at, taken);
      at += taken;
      this.#missing -= taken;
      // A block may be empty, so a field can be complete before it has begun.
      while (this.#missing === 0) {
        const ended = this.#field;
        this.#next();
        if (this.#field === "descriptor") {
          yield { bytes: MAGIC_BYTES, endsFrame: false };
          start = at;
        } else if (this.#field === "magic") {
          if (ended !== "skippable") yield { bytes: bytes.subarray(start, at), endsFrame: true };
          start = at;
        } else if (ended === "block" && start < at) {
          yield { bytes: bytes.subarray(start, at), endsFrame: false };
          start = at;
        }
      }
    }
    if (this.#isInFrame && start < bytes.length) {
      yield { bytes: bytes.subarray(start), endsFrame: false };
    }
  }

  /** Zeros between and behind frames are padding. */
  #isPadding(byte: number): boolean {
    return byte === 0 && this.#field === "magic" && this.#shift === 0;
  }

  get #isInFrame(): boolean {
    return this.#field !== "magic" && !this.#field.startsWith("skippable");
  }

  #collect(bytes: Uint8Array, at: number, count: number): void {
    for (let i = 0; i < count; i++, this.#shift += 8) {
      if (this.#shift < 32) this.#value = (this.#value | bytes[at + i]! << this.#shift) >>> 0;
    }
  }

  /** Goes to the field after the one that is complete. */
  #next(): void {
    const value = this.#value;
    switch (this.#field) {
      case "magic":
        if (value === MAGIC) return this.#expect("descriptor", 1);
        if ((value & ~15) >>> 0 === SKIPPABLE_MAGIC) return this.#expect("skippable size", 4);
        throw new Error(FOLLOWED);
      case "descriptor":
        this.#hasChecksum = (value & 4) !== 0;
        return this.#expect("header", headerBytes(value));
      case "header":
        return this.#expect("block header", 3);
      case "block header":
        return this.#startBlock(value);
      case "block":
        if (!this.#isLastBlock) return this.#expect("block header", 3);
        return this.#hasChecksum ? this.#expect("checksum", 4) : this.#expect("magic", 4);
      case "skippable size":
        return this.#expect("skippable", value);
      case "checksum":
      case "skippable":
        return this.#expect("magic", 4);
    }
  }

  #startBlock(header: number): void {
    const type = header >> 1 & 3;
    if (type === RESERVED_BLOCK) throw new Error("Unknown block: the file is damaged");
    this.#isLastBlock = (header & 1) !== 0;
    this.#expect("block", type === RLE_BLOCK ? 1 : header >> 3);
  }

  #expect(field: Field, bytes: number): void {
    this.#field = field;
    this.#missing = bytes;
    this.#value = this.#shift = 0;
  }
}

const MAGIC_BYTES = new Uint8Array([0x28, 0xb5, 0x2f, 0xfd]);

/** Bytes of a frame's header behind its descriptor: window, dictionary and content size. */
function headerBytes(descriptor: number): number {
  const isSingleSegment = (descriptor & 32) !== 0;
  const contentSizeFlag = descriptor >> 6;
  const windowBytes = isSingleSegment ? 0 : 1;
  const contentSizeBytes = contentSizeFlag === 0 && !isSingleSegment ? 0 : 1 << contentSizeFlag;
  return windowBytes + [0, 1, 2, 4][descriptor & 3]! + contentSizeBytes;
}
