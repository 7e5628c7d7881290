// A file as hyparquet reads it: by ranges of bytes.

import type { AsyncBuffer } from "hyparquet";

/** A readable file; close it after use. */
export interface FileBuffer extends AsyncBuffer {
  close(): void;
}

/** Opens the file at `path`. */
export function asyncBufferFromFile(path: string): FileBuffer {
  const file = Deno.openSync(path, { read: true });
  const { size } = file.statSync();
  return {
    byteLength: size,
    slice(start, end = size) {
      const bytes = new Uint8Array(end - start);
      file.seekSync(start, Deno.SeekMode.Start);
      for (let done = 0; done < bytes.length;) {
        const count = file.readSync(bytes.subarray(done));
        if (count === null) throw new Error(`Cannot read ${path} up to byte ${end}: it is shorter`);
        done += count;
      }
      return bytes.buffer;
    },
    close: () => file.close(),
  };
}
