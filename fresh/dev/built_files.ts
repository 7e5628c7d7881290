// All files of a build with what a server must know of each, by the path of their URL.

import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from "hono/compress";
import { getMimeType } from "hono/utils/mime";
import type { Encoding, ServedFile } from "../build_snapshot.ts";
import { contentHash } from "./content_hash.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A file and its packed forms. */
export interface BuiltFile {
  readonly served: ServedFile;
  readonly bytes: Bytes;
  readonly packed: ReadonlyMap<Encoding, Bytes>;
}

/** Below this, packing does not pay. */
const MIN_PACKED_BYTES = 512;

/** Reads the static files. */
export async function readStatic(
  folder: string,
  paths: readonly string[],
): Promise<Map<string, Bytes>> {
  const files = new Map<string, Bytes>();
  for (const path of paths) files.set(`/${path}`, await Deno.readFile(join(folder, path)));
  return files;
}

/** Hashes files and, when they are to be kept, packs those that get smaller. */
export async function describeFiles(
  files: ReadonlyMap<string, Bytes>,
  { isPacked }: { isPacked: boolean },
): Promise<Map<string, BuiltFile>> {
  const built = new Map<string, BuiltFile>();
  for (const [path, bytes] of files) {
    const isText = COMPRESSIBLE_CONTENT_TYPE_REGEX.test(getMimeType(path) ?? "");
    const isWorth = isPacked && isText && bytes.length >= MIN_PACKED_BYTES;
    const packed = isWorth ? pack(bytes) : new Map<Encoding, Bytes>();
    const hash = await contentHash([bytes]);
    const served = { hash, sizeBytes: bytes.length, packed: [...packed.keys()] };
    built.set(path, { served, bytes, packed });
  }
  return built;
}

function pack(bytes: Bytes): Map<Encoding, Bytes> {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return new Map([
    ["br", new Uint8Array(brotliCompressSync(bytes, { params }))],
    ["gzip", new Uint8Array(gzipSync(bytes, { level: 9 }))],
  ]);
}
