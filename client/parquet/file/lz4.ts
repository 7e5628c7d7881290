// LZ4 as Parquet has it: bare blocks (LZ4_RAW), and the older framing of Hadoop, which some writers left out (LZ4).

const SHORT = "an LZ4 page is damaged";

/** Decodes one block that holds exactly `outputBytes`. @throws {Error} it is damaged */
export function decompressLz4Block(input: Uint8Array, outputBytes: number): Uint8Array {
  const output = new Uint8Array(outputBytes);
  if (!decodeBlock(input, output)) throw new Error(SHORT);
  return output;
}

/** Decodes blocks with lengths before them, or else a bare one. @throws {Error} it is damaged */
export function decompressLz4(input: Uint8Array, outputBytes: number): Uint8Array {
  return decodeFramed(input, outputBytes) ?? decompressLz4Block(input, outputBytes);
}

/** Null when the bytes are no blocks with their lengths (big-endian: what comes out, what goes in) before them. */
function decodeFramed(input: Uint8Array, outputBytes: number): Uint8Array | null {
  const output = new Uint8Array(outputBytes);
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let at = 0, filled = 0;
  while (at < input.length) {
    if (at + 8 > input.length) return null;
    const plain = view.getUint32(at), packed = view.getUint32(at + 4);
    at += 8;
    if (packed > input.length - at || plain > outputBytes - filled) return null;
    const block = input.subarray(at, at + packed);
    if (!decodeBlock(block, output.subarray(filled, filled + plain))) return null;
    at += packed;
    filled += plain;
  }
  return filled === outputBytes ? output : null;
}

/** Sequences of literals and copies of what came before; false unless they fill the output to its end. */
function decodeBlock(input: Uint8Array, output: Uint8Array): boolean {
  let at = 0, filled = 0;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    let more = 255;
    while (more === 255 && at < input.length) length += more = input[at++]!;
    return length;
  };
  while (at < input.length) {
    const token = input[at++]!, literals = lengthOf(token >> 4);
    if (literals > input.length - at || literals > output.length - filled) return false;
    output.set(input.subarray(at, at + literals), filled);
    at += literals;
    filled += literals;
    if (at === input.length) break; // the last sequence has no copy
    const distance = input[at]! | (input[at + 1] ?? 0) << 8;
    at += 2;
    const length = lengthOf(token & 15) + 4, end = filled + length;
    if (distance === 0 || distance > filled || end > output.length) return false;
    if (distance >= length) {
      output.copyWithin(filled, filled - distance, filled - distance + length);
      filled = end;
      continue;
    }
    for (; filled < end; filled++) output[filled] = output[filled - distance]!;
  }
  return filled === output.length;
}
