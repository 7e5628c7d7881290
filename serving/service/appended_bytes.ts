// How many bytes of what this process appended wait to be applied: a million long rows are another load than short ones.

import type { AppendedRange } from "../../log/port.ts";

/** Appends of one partition are counted in pieces of about so many bytes. */
const PIECE_BYTES = 256 << 10;

interface Piece {
  /** Behind its last record. */
  endOffset: number;
  sizeBytes: number;
}

/** Bytes by partition, each piece until it is applied. */
export class AppendedBytes {
  readonly #pieces = new Map<string, Piece[]>();

  /** Records were appended; their bytes are taken to be spread evenly over the ranges. */
  add(topic: string, ranges: readonly AppendedRange[], sizeBytes: number): void {
    const all = ranges.reduce((sum, { records }) => sum + records, 0);
    for (const { partition, baseOffset, records } of ranges) {
      const pieces = this.#piecesOf(topic, partition), last = pieces.at(-1);
      const endOffset = baseOffset + records, bytes = sizeBytes * records / all;
      if (last !== undefined && last.sizeBytes < PIECE_BYTES) {
        last.endOffset = Math.max(last.endOffset, endOffset);
        last.sizeBytes += bytes;
      } else pieces.push({ endOffset, sizeBytes: bytes });
    }
  }

  /** Of pieces that are not whole in the store yet. */
  pending(positionOf: (topic: string, partition: number) => number): number {
    let sizeBytes = 0;
    for (const [place, pieces] of this.#pieces) {
      const at = place.lastIndexOf("/");
      const position = positionOf(place.slice(0, at), Number(place.slice(at + 1)));
      while (pieces.length > 0 && pieces[0]!.endOffset <= position) pieces.shift();
      for (const piece of pieces) sizeBytes += piece.sizeBytes;
    }
    return Math.round(sizeBytes);
  }

  #piecesOf(topic: string, partition: number): Piece[] {
    const place = `${topic}/${partition}`;
    let pieces = this.#pieces.get(place);
    if (pieces === undefined) this.#pieces.set(place, pieces = []);
    return pieces;
  }
}
