// Unpacks gzip and zstd piece by piece, so that memory stays bounded whatever the size.

import { crc32, createInflateRaw, createZstdDecompress } from "node:zlib";
import { ZstdFrames } from "../transform/zstd_frames.ts";
import { ByteFeed } from "./byte_feed.ts";
import { type Decoder, decodeStream, PIECE } from "./decode_stream.ts";

/** Flags of a gzip member's header, as RFC 1952 names them. */
const FHCRC = 2, FEXTRA = 4, FNAME = 8, FCOMMENT = 16, RESERVED = 0xe0;
const DEFLATE = 8;
const FOLLOWED = "bytes that are no gzip stand behind its end";

/**
 * Unpacks a gzip file; its members, one after the other and with zeros between and behind them, as tapes
 * and block devices leave them, are one file.
 * @throws {Error} when it is damaged or cut short, and whatever `pieces` throws
 */
export async function* unpackGzip(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const feed = new ByteFeed(pieces);
  do yield* unpackMember(feed); while (await feed.skip(0));
}

async function* unpackMember(feed: ByteFeed): AsyncGenerator<Uint8Array> {
  await skipGzipHeader(feed);
  let crc = 0, sizeBytes = 0;
  for await (const piece of inflate(feed)) {
    crc = crc32(piece, crc);
    sizeBytes += piece.length;
    yield piece;
  }
  const trailer = new DataView((await feed.take(8)).buffer);
  if (trailer.getUint32(0, true) !== crc) throw new Error("incorrect data check");
  // Of the size, the trailer has the last 32 bits.
  if (trailer.getUint32(4, true) !== sizeBytes % 2 ** 32) throw new Error("incorrect length check");
}

async function skipGzipHeader(feed: ByteFeed): Promise<void> {
  // Added bytes (a line end, say) may be fewer than a header has.
  const mark = await feed.take(1);
  if (mark[0] !== 0x1f) throw new Error(FOLLOWED);
  const fixed = await feed.take(9), flags = fixed[2]!;
  if (fixed[0] !== 0x8b) throw new Error(FOLLOWED);
  if (fixed[1] !== DEFLATE) throw new Error("unknown compression method");
  if ((flags & RESERVED) !== 0) throw new Error("unknown header flags set");
  let crc = crc32(fixed, crc32(mark, 0));
  const take = async (count: number) => {
    const bytes = await feed.take(count);
    crc = crc32(bytes, crc);
    return bytes;
  };
  const passText = async () => {
    while ((await take(1))[0] !== 0);
  };
  if ((flags & FEXTRA) !== 0) {
    const [low, high] = await take(2);
    await take(low! | high! << 8);
  }
  if ((flags & FNAME) !== 0) await passText();
  if ((flags & FCOMMENT) !== 0) await passText();
  if ((flags & FHCRC) === 0) return;
  const [low, high] = await feed.take(2);
  if ((low! | high! << 8) !== (crc & 0xffff)) throw new Error("header crc mismatch");
}

/** Unpacks one deflate stream; what is behind it stays in the feed. @throws {Error} */
export function inflate(feed: ByteFeed): AsyncGenerator<Uint8Array> {
  return decodeStream(feed, createInflateRaw(PIECE) as Decoder);
}

/**
 * Unpacks a zstd file; its frames, one after the other and with zeros between and behind them, are one file.
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
    const feed = new ByteFeed(frame());
    yield* decodeStream(feed, createZstdDecompress(PIECE) as Decoder);
    if (await feed.next() !== null) throw new Error("the frame ends before its last block");
  }
}

async function* cutFrames(pieces: AsyncIterable<Uint8Array>) {
  const frames = new ZstdFrames();
  for await (const bytes of pieces) yield* frames.cut(bytes);
  frames.end();
}
