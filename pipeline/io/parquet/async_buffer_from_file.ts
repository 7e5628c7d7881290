// A file as hyparquet reads it: by ranges of bytes.

import type { AsyncBuffer } from "hyparquet";
import { OpenFile } from "../../../lake/disk/open_file.ts";

/** A readable file; close it after use. */
export interface FileBuffer extends AsyncBuffer {
  close(): void;
}

/** Opens the file at `path`. */
export function asyncBufferFromFile(path: string): FileBuffer {
  const file = new OpenFile(path), size = file.sizeBytes;
  return {
    byteLength: size,
    slice(start, end = size) {
      const bytes = new Uint8Array(end - start);
      if (file.readAt(start, bytes) < bytes.length) {
        throw new Error(`Cannot read ${path} up to byte ${end}: it is shorter`);
      }
      return bytes.buffer;
    },
    close: () => file.close(),
  };
}
