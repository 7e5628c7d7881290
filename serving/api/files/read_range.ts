// Reads a Range header of one range of bytes.

/** Bytes `[start, end)`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The range; null for the whole file, also when the header asks for several or in other units, which a
 * server may leave aside (RFC 9110).
 *
 * @example
 * ```ts
 * import { readRange } from "./read_range.ts";
 * const range = readRange("bytes=-8", 100);
 * if (range === null || range === "unsatisfiable" || range.start !== 92) throw new Error("the last 8");
 * ```
 */
export function readRange(
  header: string | null,
  sizeBytes: number,
): ByteRange | "unsatisfiable" | null {
  const m = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
  if (m === null || (m[1] === "" && m[2] === "")) return null;
  if (m[1] === "") {
    const last = Math.min(Number(m[2]), sizeBytes);
    return last === 0 ? "unsatisfiable" : { start: sizeBytes - last, end: sizeBytes };
  }
  const start = Number(m[1]);
  const end = m[2] === "" ? sizeBytes : Math.min(Number(m[2]) + 1, sizeBytes);
  if (m[2] !== "" && Number(m[2]) < start) return null; // not a range at all
  return start >= sizeBytes ? "unsatisfiable" : { start, end };
}
