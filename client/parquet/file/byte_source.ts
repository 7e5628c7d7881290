// Where a file's bytes come from: ranges of an address, or a file of the reader's own. Both are metered.

import type { AsyncBuffer } from "hyparquet";

/** A file that knows how much of it was read. */
export interface ByteSource extends AsyncBuffer {
  readonly readBytes: () => number;
}

/** Ranges asked for again are kept up to this size together. */
const KEPT_BYTES = 96 << 20;
/** A range that comes short is asked for again. */
const RANGE_TRIES = 3;
/** The end of a file is read with its length: most footers fit. */
export const TAIL_BYTES = 64 << 10;

/**
 * Opens an address for reading by ranges.
 *
 * @throws {Error} it does not answer, or not with ranges: told in words for the reader
 */
export async function openUrl(url: string, fetchRange = fetch): Promise<ByteSource> {
  const get = async (range: string): Promise<Response> => {
    try {
      // Chromium's cache may answer a range with fewer bytes when others of the file were asked for at the same
      // time and some of them were given up; what is read is kept here.
      return await fetchRange(url, { headers: { range }, cache: "no-store" });
    } catch (cause) {
      throw new Error(
        `Cannot read ${url}: the network failed, or that site does not allow pages of others to read it (CORS).`,
        { cause },
      );
    }
  };
  const tail = await get(`bytes=-${TAIL_BYTES}`);
  const sizeBytes = sizeOf(tail, url);
  const tailBytes = await tail.arrayBuffer();
  const tag = tail.headers.get("etag");
  const tailStart = sizeBytes - tailBytes.byteLength;
  const source = metered(sizeBytes, async (start, end) => {
    for (let tries = 1;; tries++) {
      const answer = await get(`bytes=${start}-${end - 1}`);
      sizeOf(answer, url);
      if (tag !== null && answer.headers.get("etag") !== tag) {
        throw new Error("The file has been replaced while it was read: open it again.");
      }
      // A body may end early without an error: what is missing would be taken for a damaged file, and kept.
      const bytes = await answer.arrayBuffer();
      if (bytes.byteLength === end - start) return bytes;
      if (tries === RANGE_TRIES) {
        throw new Error(`Cannot read ${url}: that server sent less than was asked for.`);
      }
    }
  });
  return {
    byteLength: sizeBytes,
    readBytes: () => source.readBytes() + tailBytes.byteLength,
    slice: (start, end = sizeBytes) =>
      start >= tailStart
        ? tailBytes.slice(start - tailStart, end - tailStart)
        : source.slice(start, end),
  };
}

/** A file that was dropped on the page: nothing leaves the browser. */
export function openBlob(blob: Blob): ByteSource {
  return metered(blob.size, (start, end) => blob.slice(start, end).arrayBuffer());
}

function sizeOf(answer: Response, url: string): number {
  if (answer.status === 404) throw new Error(`Cannot read ${url}: there is no such file.`);
  const size = /\/(\d+)$/.exec(answer.headers.get("content-range") ?? "")?.[1];
  if (answer.status === 206 && size !== undefined) return Number(size);
  void answer.body?.cancel();
  const why = answer.ok ? "that server answers no range requests" : `answer ${answer.status}`;
  throw new Error(`Cannot read ${url}: ${why}.`);
}

type ReadBytes = (start: number, end: number) => Promise<ArrayBuffer>;

/** Counts what is read, and keeps the last of it. */
function metered(byteLength: number, read: ReadBytes): ByteSource {
  const kept = new Map<string, Promise<ArrayBuffer>>();
  let keptBytes = 0, readBytes = 0;
  return {
    byteLength,
    readBytes: () => readBytes,
    slice(start, end = byteLength) {
      const key = `${start}-${end}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const bytes = read(start, end).then((found) => {
        readBytes += found.byteLength;
        return found;
      });
      bytes.catch(() => kept.delete(key));
      kept.set(key, bytes);
      keptBytes += end - start;
      for (const oldest of kept.keys()) {
        if (keptBytes <= KEPT_BYTES || oldest === key) break;
        const [from, to] = oldest.split("-").map(Number) as [number, number];
        kept.delete(oldest);
        keptBytes -= to - from;
      }
      return bytes;
    },
  };
}
