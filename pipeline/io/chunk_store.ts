// Keeps a thread's scanned views until they are grouped by user: in memory, past its budget on disk.

import { ScratchFile } from "../../lake/disk/scratch_file.ts";
import { ChunkSlabs } from "./chunk_slab.ts";
import { type NewChunk, plainChunk, type ViewChunk } from "../transform/scan/view_columns.ts";

/** Where a chunk lies when it is not in memory. */
interface SpilledChunk {
  readonly at: number;
  readonly sizeBytes: number;
  readonly rows: number;
  /** By text column: whether the chunk has it. */
  readonly present: readonly boolean[];
}

type Stored = { readonly chunk: ViewChunk } | { readonly spilled: SpilledChunk };

/** The chunks of one thread, by the block of input that they were scanned from. */
export class ChunkStore {
  readonly #budgetBytes: number;
  readonly #spillPath: string;
  readonly #blocks = new Map<number, Stored[]>();
  readonly #slabs = new ChunkSlabs();
  #file: ScratchFile | null = null;
  #memoryBytes = 0;

  /** Chunks beyond `budgetBytes` go to the file `spillPath`, which is made when it is needed. */
  constructor(options: { readonly budgetBytes: number; readonly spillPath: string }) {
    this.#budgetBytes = options.budgetBytes;
    this.#spillPath = options.spillPath;
  }

  /** Bytes that lie on disk; 0 when all chunks are in memory. */
  get spilledBytes(): number {
    return this.#file?.sizeBytes ?? 0;
  }

  /** Makes chunks that are kept without being copied, as long as none goes to disk. */
  readonly newChunk: NewChunk = (present, rows) =>
    this.#file === null ? this.#slabs.newChunk(present, rows) : plainChunk(present, rows);

  /** Takes over the chunks of a block; those of {@link newChunk} are full or empty. */
  add(block: number, chunks: readonly ViewChunk[]): void {
    const stored: Stored[] = [];
    for (const chunk of chunks) {
      const sizeBytes = chunkBytes(chunk);
      if (this.#memoryBytes + sizeBytes > this.#budgetBytes) {
        stored.push({ spilled: this.#spill(chunk, sizeBytes) });
        this.#free(chunk);
      } else {
        this.#memoryBytes += sizeBytes;
        stored.push({ chunk: this.#slabs.has(chunk) ? chunk : this.#copy(chunk) });
      }
    }
    this.#blocks.set(block, stored);
  }

  /** Forgets a block that was read from a wrong start. */
  drop(block: number): void {
    for (const stored of this.#blocks.get(block) ?? []) {
      if (!("chunk" in stored)) continue;
      this.#memoryBytes -= chunkBytes(stored.chunk);
      this.#free(stored.chunk);
    }
    this.#blocks.delete(block);
  }

  /** Visits every chunk; `release` frees each one's memory right after its visit. */
  forEach(visit: (chunk: ViewChunk) => void, release: boolean): void {
    for (const stored of this.#blocks.values()) {
      for (const one of stored) {
        const chunk = "chunk" in one ? one.chunk : this.#load(one.spilled);
        visit(chunk);
        if (release) this.#free(chunk);
      }
      if (release) stored.length = 0;
    }
  }

  /** Closes and removes the spill file. */
  close(): void {
    if (this.#file === null) return;
    this.#file.remove();
    this.#file = null;
  }

  /** Chunks of rows that were read slowly have room for more, which is given back. */
  #copy(chunk: ViewChunk): ViewChunk {
    const { rows } = chunk;
    const copy = this.#slabs.newChunk(chunk.codes.map((codes) => codes !== null), rows);
    copy.startMs.set(chunk.startMs.subarray(0, rows));
    copy.watchMinutes.set(chunk.watchMinutes.subarray(0, rows));
    copy.codes.forEach((codes, column) => codes?.set(chunk.codes[column]!.subarray(0, rows)));
    copy.rows = rows;
    this.#free(chunk);
    return copy;
  }

  #free(chunk: ViewChunk): void {
    if (this.#slabs.has(chunk)) this.#slabs.free(chunk);
    else freeChunk(chunk);
  }

  #spill(chunk: ViewChunk, sizeBytes: number): SpilledChunk {
    const file = this.#file ??= new ScratchFile(this.#spillPath), at = file.sizeBytes;
    for (const column of columnsOf(chunk)) {
      file.append(
        new Uint8Array(column.buffer, column.byteOffset, chunk.rows * column.BYTES_PER_ELEMENT),
      );
    }
    return { at, sizeBytes, rows: chunk.rows, present: chunk.codes.map((codes) => codes !== null) };
  }

  #load(spilled: SpilledChunk): ViewChunk {
    let { at } = spilled;
    const read = <T extends Float64Array | Uint32Array>(column: T): T => {
      this.#file!.readAt(at, new Uint8Array(column.buffer));
      at += column.byteLength;
      return column;
    };
    const { rows } = spilled;
    // The order of `columnsOf`.
    const watchMinutes = read(new Float64Array(rows));
    const startMs = read(new Float64Array(rows));
    const codes = spilled.present.map((has) => has ? read(new Uint32Array(rows)) : null);
    return { codes, watchMinutes, startMs, rows };
  }
}

function columnsOf(chunk: ViewChunk): (Float64Array | Uint32Array)[] {
  return [
    chunk.watchMinutes,
    chunk.startMs,
    ...chunk.codes.filter((codes) => codes !== null),
  ];
}

function chunkBytes(chunk: ViewChunk): number {
  return columnsOf(chunk).reduce((sum, column) => sum + chunk.rows * column.BYTES_PER_ELEMENT, 0);
}

/** Detaching the buffers gives their memory back at once, not when the garbage collector comes by. */
function freeChunk(chunk: ViewChunk): void {
  for (const column of columnsOf(chunk)) (column.buffer as ArrayBuffer).transfer(0);
}
