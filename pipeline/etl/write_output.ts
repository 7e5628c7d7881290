// Writes the settled views as Parquet: one file, or a folder of hive partitions.

import { join } from "node:path";
import type { FileLayer } from "../../lake/disk/file_layer.ts";
import type { OutputColumn } from "../io/parquet/output_schema.ts";
import { ParquetSink } from "../io/parquet/parquet_sink.ts";
import { emptyTally, mergeTally, type RunTally } from "../transform/run_tally.ts";
import type { ViewTable } from "../transform/settle/view_table.ts";
import type { EtlCalls, RowGroupRequest } from "../workers/etl_protocol.ts";
import type { WorkerPool } from "../workers/worker_pool.ts";
import { type PartitionBy, partitionRowGroups, userRowGroups } from "./row_groups.ts";

/** One file that was written. */
export interface WrittenFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Encodes tables and appends them to the output's files. */
export class OutputWriter {
  readonly tally: RunTally = emptyTally();
  readonly #pool: WorkerPool<EtlCalls>;
  readonly #path: string;
  readonly #partitionBy: PartitionBy;
  readonly #files: FileLayer;
  readonly #columns: readonly OutputColumn[];
  readonly #sinks = new Map<string, ParquetSink>();

  /** `path`: the file, or with partitions the folder, to write. */
  constructor(
    pool: WorkerPool<EtlCalls>,
    options: {
      readonly path: string;
      readonly partitionBy: PartitionBy;
      readonly files: FileLayer;
      readonly columns: readonly OutputColumn[];
    },
  ) {
    this.#pool = pool;
    this.#path = options.path;
    this.#partitionBy = options.partitionBy;
    this.#files = options.files;
    this.#columns = options.columns;
    if (options.partitionBy === "none") this.#sink(options.path);
    else options.files.mkdirSync(options.path, { recursive: true });
  }

  /** Appends the rows of a settled table. */
  async append(table: ViewTable): Promise<void> {
    if (this.#partitionBy === "none") {
      return await this.#encode(this.#path, userRowGroups(table));
    }
    for (const [folder, rowGroups] of partitionRowGroups(table, this.#partitionBy)) {
      const path = join(this.#path, folder, "part-0.parquet");
      await this.#encode(path, rowGroups);
      // A file for each day of some years would be more than a process may hold open.
      this.#sink(path).suspend();
    }
  }

  /** Ends every file with the same key-value metadata and makes it durable. */
  finish(metadata: Readonly<Record<string, string>>): WrittenFile[] {
    return [...this.#sinks].map(([path, sink]) => {
      const { rows, bytes } = sink.finish(metadata);
      return { path, rows, bytes };
    });
  }

  /** Closes every file as it is. */
  abort(): void {
    for (const sink of this.#sinks.values()) sink.abort();
  }

  async #encode(path: string, requests: Iterable<RowGroupRequest>): Promise<void> {
    const sink = this.#sink(path);
    await this.#pool.spread("encode", requests, ({ rowGroup, tally }) => {
      sink.append(rowGroup);
      mergeTally(this.tally, tally);
    });
  }

  #sink(path: string): ParquetSink {
    let sink = this.#sinks.get(path);
    if (sink === undefined) {
      this.#files.mkdirSync(join(path, ".."), { recursive: true });
      this.#sinks.set(path, sink = ParquetSink.create(path, this.#files, this.#columns));
    }
    return sink;
  }
}
