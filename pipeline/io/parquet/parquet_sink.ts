// Writes a Parquet file row group by row group; its footer is hyparquet-writer's.

import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { ColumnChunk, SchemaElement } from "hyparquet";
import { OUTPUT_SCHEMA } from "./output_schema.ts";
import type { EncodedRowGroup } from "./encode_row_group.ts";

const MAGIC = new TextEncoder().encode("PAR1");
const CREATED_BY = "playhead";

/** What a finished file has. */
export interface ParquetFileSize {
  readonly rows: number;
  readonly bytes: number;
}

/** A Parquet file being written. */
export class ParquetSink {
  readonly #file: Deno.FsFile;
  readonly #footer: ParquetWriter;
  #bytes = 0;
  #rows = 0;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
    // The writer only gets to make the footer: the row groups are encoded elsewhere.
    this.#footer = new ParquetWriter({
      writer: new ByteWriter(),
      schema: [...OUTPUT_SCHEMA] as SchemaElement[],
      createdBy: CREATED_BY,
    });
    this.#write(MAGIC);
  }

  /** Makes the file at `path`. */
  static create(path: string): ParquetSink {
    return new ParquetSink(Deno.openSync(path, { write: true, create: true, truncate: true }));
  }

  /** Appends a row group. */
  append(rowGroup: EncodedRowGroup): void {
    const base = BigInt(this.#bytes);
    const columns: ColumnChunk[] = rowGroup.columns.map((column) => ({
      file_offset: base + (column.dictionary_page_offset ?? column.data_page_offset),
      meta_data: {
        ...column,
        data_page_offset: base + column.data_page_offset,
        ...(column.dictionary_page_offset === undefined
          ? {}
          : { dictionary_page_offset: base + column.dictionary_page_offset }),
      },
    }));
    this.#write(rowGroup.bytes);
    this.#rows += rowGroup.rows;
    this.#footer.row_groups.push({
      columns,
      total_byte_size: BigInt(rowGroup.uncompressedBytes),
      num_rows: BigInt(rowGroup.rows),
      total_compressed_size: BigInt(rowGroup.bytes.length),
    });
  }

  /** Writes the footer with key-value metadata, makes the file durable and closes it. */
  finish(metadata: Readonly<Record<string, string>>): ParquetFileSize {
    const footer = this.#footer;
    footer.num_rows = BigInt(this.#rows);
    footer.kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }));
    footer.finish();
    // What the writer has are its own opening bytes and the footer.
    this.#write(footer.writer.getBytes().subarray(MAGIC.length));
    this.#file.syncSync();
    this.#file.close();
    return { rows: this.#rows, bytes: this.#bytes };
  }

  /** Closes the file as it is. */
  abort(): void {
    this.#file.close();
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += this.#file.writeSync(bytes.subarray(done));
    this.#bytes += bytes.length;
  }
}
