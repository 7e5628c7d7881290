// Writes a Parquet file row group by row group; its footer is hyparquet-writer's.

import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { ColumnChunk, RowGroup } from "hyparquet";
import { DISK, type FileLayer } from "../../../lake/disk/file_layer.ts";
import { type OutputColumn, outputSchema, USUAL_COLUMNS } from "./output_schema.ts";
import { ByteBuffer } from "./byte_buffer.ts";
import type { ChunkStatistics } from "./column_chunks.ts";
import type { EncodedRowGroup } from "./encode_row_group.ts";
import { columnIndexBytes, offsetIndexBytes, type PageIndex } from "./page_index.ts";

const MAGIC = new TextEncoder().encode("PAR1");
/** In the form that Parquet asks for; the number grows when files are written in another way. */
const CREATED_BY = "playhead version 1.0.0";
/** Longer texts are cut in the statistics: enough for any id to be told from its neighbours. */
const STATISTICS_BYTES = 64;

/** Every row group is sorted so; readers that know can merge and search without sorting again. */
const SORTING_COLUMNS: NonNullable<RowGroup["sorting_columns"]> =
  (["user_id", "watch_date"] as const).map((
    column,
  ) => ({
    column_idx: USUAL_COLUMNS.indexOf(column),
    descending: false,
    nulls_first: false,
  }));

/** What a finished file has. */
export interface ParquetFileSize {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * A Parquet file being written. A failed write throws an Error that names the path and has the system's
 * error as its cause; then only {@link abort} makes sense.
 */
export class ParquetSink {
  readonly #path: string;
  readonly #files: FileLayer;
  readonly #footer: ParquetWriter;
  /** Null while it is suspended, and once it has ended. */
  #file: Deno.FsFile | null;
  #hasEnded = false;
  #bytes = 0;
  #rows = 0;
  /** What is told of pages when all rows are written. */
  readonly #pageIndexes: { chunk: ColumnChunk; index: PageIndex; base: number }[] = [];

  private constructor(
    path: string,
    file: Deno.FsFile,
    files: FileLayer,
    columns: readonly OutputColumn[],
  ) {
    this.#path = path;
    this.#files = files;
    this.#file = file;
    // The writer only gets to make the footer: the row groups are encoded elsewhere.
    this.#footer = new ParquetWriter({
      writer: new ByteWriter(),
      schema: outputSchema(columns),
      createdBy: CREATED_BY,
      statisticsTruncateLength: STATISTICS_BYTES,
    });
  }

  /** Makes the file at `path`, or empties the one that is there; row groups have these columns. */
  static create(
    path: string,
    files: FileLayer = DISK,
    columns: readonly OutputColumn[] = USUAL_COLUMNS,
  ): ParquetSink {
    const file = attempt(
      path,
      () => files.openSync(path, { write: true, create: true, truncate: true }),
    );
    const sink = new ParquetSink(path, file, files, columns);
    try {
      sink.#write(MAGIC);
      return sink;
    } catch (error) {
      sink.abort();
      throw error;
    }
  }

  /** Appends a row group. */
  append(rowGroup: EncodedRowGroup): void {
    const base = BigInt(this.#bytes);
    const columns: ColumnChunk[] = rowGroup.columns.map((column) => {
      const { data_page_offset, dictionary_page_offset, statistics } = column;
      const meta_data = { ...column, data_page_offset: base + data_page_offset };
      if (statistics !== undefined) meta_data.statistics = markExact(statistics);
      if (dictionary_page_offset !== undefined) {
        meta_data.dictionary_page_offset = base + dictionary_page_offset;
      }
      return { file_offset: base + (dictionary_page_offset ?? data_page_offset), meta_data };
    });
    rowGroup.pageIndexes.forEach((index, i) => {
      this.#pageIndexes.push({ chunk: columns[i], index, base: Number(base) });
    });
    this.#write(rowGroup.bytes);
    this.#rows += rowGroup.rows;
    this.#footer.row_groups.push({
      columns,
      total_byte_size: BigInt(rowGroup.uncompressedBytes),
      num_rows: BigInt(rowGroup.rows),
      sorting_columns: SORTING_COLUMNS,
      total_compressed_size: BigInt(rowGroup.bytes.length),
    });
  }

  /** Writes the footer with key-value metadata, makes the file durable and closes it. */
  finish(keyValueMetadata: Readonly<Record<string, string>>): ParquetFileSize {
    this.#writePageIndexes();
    const footer = this.#footer;
    footer.num_rows = BigInt(this.#rows);
    footer.kvMetadata = Object.entries(keyValueMetadata).map(([key, value]) => ({ key, value }));
    footer.finish();
    // What the writer has are its own opening bytes and the footer.
    this.#write(footer.writer.getBytes().subarray(MAGIC.length));
    const file = this.#opened();
    attempt(this.#path, () => file.syncSync());
    this.abort();
    return { rows: this.#rows, bytes: this.#bytes };
  }

  /** Closes the file as it is; may be called at any time. */
  abort(): void {
    this.suspend();
    this.#hasEnded = true;
  }

  /** Closes the file until more is written to it: of many sinks few need to be open at once. */
  suspend(): void {
    this.#file?.close();
    this.#file = null;
  }

  /** Bounds of pages first and then their places, each all together: readers may want only one kind. */
  #writePageIndexes(): void {
    const indexes = new ByteBuffer();
    for (const { chunk, index } of this.#pageIndexes) {
      if (index.bounds.length === 0) continue;
      chunk.column_index_offset = BigInt(this.#bytes + indexes.length);
      const bytes = columnIndexBytes(index, { isAscending: true });
      chunk.column_index_length = bytes.length;
      indexes.append(bytes);
    }
    for (const { chunk, index, base } of this.#pageIndexes) {
      chunk.offset_index_offset = BigInt(this.#bytes + indexes.length);
      const bytes = offsetIndexBytes(index, base);
      chunk.offset_index_length = bytes.length;
      indexes.append(bytes);
    }
    this.#write(indexes.view());
  }

  #opened(): Deno.FsFile {
    return this.#file ??= attempt(this.#path, () => {
      if (this.#hasEnded) throw new Error("the file is closed");
      return this.#files.openSync(this.#path, { append: true });
    });
  }

  #write(bytes: Uint8Array): void {
    const file = this.#opened();
    for (let done = 0; done < bytes.length;) {
      done += attempt(this.#path, () => file.writeSync(bytes.subarray(done)));
    }
    this.#bytes += bytes.length;
  }
}

/** Says of bounds that they are values of the column; the writer says of those that it cuts that they are not. */
function markExact(statistics: ChunkStatistics): ChunkStatistics {
  if (statistics.min_value === undefined) return statistics;
  const { min_value, max_value } = statistics;
  return {
    ...statistics,
    ...(isCut(min_value) ? {} : { is_min_value_exact: true }),
    ...(isCut(max_value) ? {} : { is_max_value_exact: true }),
  };
}

function isCut(bound: unknown): boolean {
  return bound instanceof Uint8Array && bound.length > STATISTICS_BYTES;
}

function attempt<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot write ${path}: ${why}`, { cause });
  }
}
