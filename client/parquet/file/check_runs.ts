// Looks for damage in runs of equal numbers (levels, entries of a dictionary) before the library unrolls them: it
// believes a run's length, and a damaged one would fill the memory.

import { UnreadableError } from "./unreadable_error.ts";

/** A data page as its header describes it. */
export interface DataPage {
  readonly encoding: string;
  /** Missing ones too. */
  readonly values: number;
  /** Pages of the first kind begin with their levels. */
  readonly isFirstKind: boolean;
}

/** The most that definition and repetition levels can be. */
export interface Levels {
  readonly definition: number;
  readonly repetition: number;
}

/** @throws {UnreadableError} a run is longer than its page */
export function checkRuns(
  bytes: Uint8Array,
  { page, levels, isBoolean }: {
    readonly page: DataPage;
    readonly levels: Levels;
    readonly isBoolean: boolean;
  },
): void {
  let at = 0;
  const checkSized = (width: number, isWhole: boolean) => {
    const end = at + 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
    walk(bytes, { at: at + 4, end, width, values: page.values, isWhole });
    at = end;
  };
  if (page.isFirstKind && levels.repetition > 0) checkSized(widthOf(levels.repetition), true);
  if (page.isFirstKind && levels.definition > 0) checkSized(widthOf(levels.definition), true);
  if (page.encoding.endsWith("_DICTIONARY") && at < bytes.length) {
    walk(bytes, {
      at: at + 1,
      end: bytes.length,
      width: bytes[at]!,
      values: page.values,
      isWhole: false,
    });
  } else if (page.encoding === "RLE" && isBoolean && at + 4 <= bytes.length) checkSized(1, false);
}

/** Of levels up to `most`. */
export function widthOf(most: number): number {
  return 32 - Math.clz32(most);
}

const MAX_FILLED = 1024;

/**
 * Goes from run to run: packed ones are passed over, equal ones have their length before them. `isWhole`: there is
 * one number for each value, so that the library does not read on behind the end.
 */
export function walk(bytes: Uint8Array, { at, end, width, values, isWhole }: {
  readonly at: number;
  readonly end: number;
  readonly width: number;
  readonly values: number;
  readonly isWhole: boolean;
}): void {
  let next = at, numbers = 0;
  while (next < end && next < bytes.length) {
    let header = 0, byte = 0x80;
    for (let shift = 0; byte & 0x80 && shift < 35; shift += 7) {
      byte = bytes[next++] ?? 0;
      header += (byte & 0x7f) * 2 ** shift;
    }
    const isPacked = header % 2 === 1, count = Math.floor(header / 2);
    const run = isPacked ? 8 * count : count;
    // Packed numbers come by eights, and some writers fill up to whole blocks.
    if (run > values + (isPacked ? MAX_FILLED : 0)) {
      throw new UnreadableError(
        `one of its pages holds ${values} values and has a run of ${run}: it is damaged`,
      );
    }
    next += isPacked ? count * width : (width + 7) >> 3;
    numbers += run;
  }
  if (isWhole && numbers < values) {
    throw new UnreadableError(
      "one of its pages says of too few values whether they are there: it is damaged",
    );
  }
}
