// Memory for chunks of views in pieces so large that freeing one gives it back to the system.

import type { NewChunk, ViewChunk } from "../transform/scan/view_columns.ts";

/**
 * Allocators keep smaller pieces for themselves once some were freed (glibc those of up to 32 MiB). What
 * is not used of a piece takes no memory.
 */
const SLAB_BYTES = 40 << 20;

/** One piece of memory, freed with its last chunk. */
class Slab {
  chunks = 0;
  readonly #buffer: ArrayBuffer;
  #usedBytes = 0;

  constructor(sizeBytes: number) {
    this.#buffer = new ArrayBuffer(sizeBytes);
  }

  hasRoom(sizeBytes: number): boolean {
    return this.#usedBytes + sizeBytes <= this.#buffer.byteLength;
  }

  place<T extends Float64Array | Uint32Array>(
    Kind: new (buffer: ArrayBuffer, at: number, length: number) => T,
    length: number,
  ): T {
    const column = new Kind(this.#buffer, this.#usedBytes, length);
    this.#usedBytes += aligned(column.byteLength);
    return column;
  }

  free(): void {
    this.#buffer.transfer(0);
  }
}

/** Puts chunks side by side. */
export class ChunkSlabs {
  #open: Slab | null = null;
  readonly #slabs = new Map<ViewChunk, Slab>();

  /** An empty chunk, to be freed by {@link free}. */
  readonly newChunk: NewChunk = (present, capacityRows) => {
    const codes = present.filter((has) => has).length;
    const sizeBytes = 16 * capacityRows + codes * aligned(4 * capacityRows);
    if (this.#open === null || !this.#open.hasRoom(sizeBytes)) {
      this.#open = new Slab(Math.max(SLAB_BYTES, sizeBytes));
    }
    const slab = this.#open;
    slab.chunks++;
    const chunk: ViewChunk = {
      codes: present.map((has) => has ? slab.place(Uint32Array, capacityRows) : null),
      watchMinutes: slab.place(Float64Array, capacityRows),
      startMs: slab.place(Float64Array, capacityRows),
      rows: 0,
    };
    this.#slabs.set(chunk, slab);
    return chunk;
  };

  /** Whether the chunk is one of these. */
  has(chunk: ViewChunk): boolean {
    return this.#slabs.has(chunk);
  }

  /** Forgets a chunk; its memory goes with the last one that lies beside it. */
  free(chunk: ViewChunk): void {
    const slab = this.#slabs.get(chunk);
    if (slab === undefined) return;
    this.#slabs.delete(chunk);
    if (--slab.chunks > 0) return;
    slab.free();
    if (slab === this.#open) this.#open = null;
  }
}

/** Doubles must start at a multiple of eight bytes. */
function aligned(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 8) * 8;
}
