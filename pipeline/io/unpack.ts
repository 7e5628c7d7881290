// Unpacks gzip and zstd piece by piece, so that memory stays bounded whatever the size.

import { once } from "node:events";
import type { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { ZstdFrames } from "../transform/zstd_frames.ts";

/** Unpacked bytes handed on at a time: a quarter faster than the default of 16 KiB. */
const PIECE = { chunkSize: 256 << 10 };

/**
 * Unpacks a gzip file; its members, one after the other, are one file.
 * @throws {Error} when it is damaged or cut short, and whatever `pieces` throws
 */
export function unpackGzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return inflate(pieces, createGunzip(PIECE));
}

/**
 * Unpacks a zstd file; its frames, one after the other, are one file.
 * @throws {Error} when it is damaged or cut short, and whatever `pieces` throws
 */
export async function* unpackZstd(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const cut = cutFrames(pieces);
  for (let next = await cut.next(); !next.done; next = await cut.next()) {
    let piece = next.value;
    const frame = async function* () {
      for (;;) {
        yield piece.bytes;
        if (piece.endsFrame) return;
        const following = await cut.next();
        if (following.done) return;
        piece = following.value;
      }
    };
    yield* inflate(frame(), createZstdDecompress(PIECE));
  }
}

async function* cutFrames(pieces: AsyncIterable<Uint8Array>) {
  const frames = new ZstdFrames();
  for await (const bytes of pieces) yield* frames.cut(bytes);
  if (!frames.isBetweenFrames) throw new Error("unexpected end of file");
}

/** What `inflater` makes of `pieces`. Reading waits while nobody takes what was unpacked. */
async function* inflate(
  pieces: AsyncIterable<Uint8Array>,
  inflater: Transform,
): AsyncGenerator<Uint8Array> {
  const stop = new AbortController();
  const fed = feed(pieces, inflater, stop.signal);
  try {
    for await (const piece of inflater) yield piece;
    await fed;
  } finally {
    stop.abort();
  }
}

/** Hands `pieces` to `inflater`. What goes wrong here comes out of the inflater. */
async function feed(
  pieces: AsyncIterable<Uint8Array>,
  inflater: Transform,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const piece of pieces) {
      if (!inflater.write(piece)) await once(inflater, "drain", { signal });
    }
    inflater.end();
  } catch (cause) {
    inflater.destroy(cause instanceof Error ? cause : new Error(String(cause)));
  }
}
