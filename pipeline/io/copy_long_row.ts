// Copies a row that is too long for memory from its input into a quarantine line, piece by piece.

import { InputError } from "../../domain/errors.ts";
import type { LongRow } from "../transform/scan/bad_rows.ts";

/** A multiple of 3, as base64 is put together from pieces. */
const PIECE_BYTES = 3 << 18;

/**
 * Gives the row's raw text as it stands between the quotes of a JSON string.
 * @throws {InputError} when the input no longer has all of it
 */
export function copyLongRow(
  path: string,
  { offset, sizeBytes, isBase64 }: LongRow,
  write: (text: string) => void,
): void {
  using file = Deno.openSync(path);
  file.seekSync(offset, Deno.SeekMode.Start);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (let left = sizeBytes; left > 0;) {
    const piece = readPiece(file, new Uint8Array(Math.min(left, PIECE_BYTES)), path);
    left -= piece.length;
    const text = isBase64 ? piece.toBase64() : decoder.decode(piece, { stream: left > 0 });
    write(JSON.stringify(text).slice(1, -1));
  }
}

function readPiece(file: Deno.FsFile, piece: Uint8Array, path: string): Uint8Array {
  for (let done = 0; done < piece.length;) {
    const count = file.readSync(piece.subarray(done));
    if (count === null) {
      throw new InputError(
        `Cannot read ${path} to its end as it got shorter while it was read: run again when nothing writes to it`,
      );
    }
    done += count;
  }
  return piece;
}
