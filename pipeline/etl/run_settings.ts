// What a run of the ETL is asked to do, with every default filled in.

import { join, resolve } from "node:path";
import { UsageError } from "../../domain/errors.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import { DiskLake } from "../../lake/disk/disk_lake.ts";
import { DISK, type FileLayer } from "../../lake/disk/file_layer.ts";
import { statOrNull } from "../../lake/disk/names.ts";
import type { Lake } from "../../lake/port.ts";
import { DEFAULT_CONTRACT_URL } from "../io/default_contract_url.ts";
import type { Compression } from "../io/parquet/encode_row_group.ts";
import type { Catalog } from "../transform/catalog.ts";
import type { ScannerKind } from "../workers/etl_protocol.ts";
import type { PartitionBy } from "./row_groups.ts";
import type { ScannableInput } from "./scan_inputs.ts";

/** A run as its caller asks for it; only inputs and output must be named. */
export interface EtlOptions {
  /** Files, folders, patterns, or `-` for standard input. */
  readonly inputs: readonly string[];
  /** The Parquet file, a folder for it, or with `partitionBy` the folder of partitions. */
  readonly out: string;
  readonly catalog?: string | undefined;
  readonly quarantine?: string | undefined;
  readonly report?: string | undefined;
  /** The data contract's file; the one that comes with the code if there is none. */
  readonly contract?: string | undefined;
  readonly partitionBy?: PartitionBy | undefined;
  readonly compression?: Compression | undefined;
  readonly workers?: number | undefined;
  /** Ingest time in milliseconds; the run's start if absent. */
  readonly nowMs?: number | undefined;
  /** Largest share of quarantined rows, 0–1; the contract's if absent. */
  readonly maxQuarantined?: number | undefined;
  /** Memory in bytes past which views are kept on disk; half of the machine's if absent. */
  readonly memoryBytes?: number | undefined;
  /** Whether a run without accepted rows may replace an output that has rows. */
  readonly allowEmpty?: boolean | undefined;
  /** Bytes of input that a worker scans at a time. */
  readonly blockBytes?: number | undefined;
  /** What scans CSV; both give the same rows, the kernel faster. */
  readonly scanner?: ScannerKind | undefined;
  readonly thresholds?: Thresholds | undefined;
  /** What the output is written with; tests have one that fails. */
  readonly files?: FileLayer | undefined;
  /** What the output is published to; the disk when absent. */
  readonly lake?: Pick<Lake, "commit"> | undefined;
  /** Ends the run; what it has not published is removed. */
  readonly signal?: AbortSignal | undefined;
  /** Told, in a sentence, of what a person may want to know, e.g. an input that was named twice. */
  readonly onNotice?: ((notice: string) => void) | undefined;
  readonly onProgress?: ((progress: EtlProgress) => void) | undefined;
  /** Called once the output is published, while its inputs can still be read again. */
  readonly afterPublished?: ((run: PublishedRun) => Promise<void>) | undefined;
}

/** What a published run leaves for a second pass over the same rows. */
export interface PublishedRun {
  readonly runId: string;
  /** Ingest time, in milliseconds: rows read again with it break the same rules. */
  readonly nowMs: number;
  /** The inputs as plain files, also what was unpacked or came from standard input. */
  readonly inputs: readonly ScannableInput[];
  readonly rows: number;
  readonly catalog: Catalog | null;
  /** The runtimes that the run inferred, in minutes, for shows that the catalog does not have. */
  readonly inferredRuntimes: ReadonlyMap<string, number>;
}

/** How far a run is. */
export interface EtlProgress {
  readonly stage: "read" | "settle" | "write" | "check" | "send";
  /** Share of the stage that is done, 0–1. */
  readonly share: number;
  /** Rows read so far. */
  readonly rows: number;
}

/** A run's settings, complete. */
export interface EtlSettings {
  /** Where the output goes: a file, or with partitions a folder. */
  readonly outPath: string;
  readonly quarantinePath: string;
  readonly reportPath: string;
  readonly pagePath: string;
  readonly catalogPath: string | null;
  readonly contractPath: string | URL;
  readonly partitionBy: PartitionBy;
  readonly compression: Compression;
  readonly workers: number;
  readonly nowMs: number;
  readonly maxQuarantined: number | null;
  readonly memoryBytes: number;
  readonly allowEmpty: boolean;
  readonly blockBytes: number;
  readonly scanner: ScannerKind;
  readonly thresholds: Thresholds;
  readonly files: FileLayer;
  readonly lake: Pick<Lake, "commit">;
  readonly onNotice: (notice: string) => void;
  readonly onProgress: (progress: EtlProgress) => void;
  readonly afterPublished: (run: PublishedRun) => Promise<void>;
}

/** The name of the file in an output folder. */
const DEFAULT_FILE_NAME = "processed_watch_data.parquet";
const DEFAULT_BLOCK_BYTES = 2 << 20;

/** Fills in the defaults. `startedMs`: the run's start. */
export function etlSettings(options: EtlOptions, startedMs: number): EtlSettings {
  const { partitionBy = "none", files = DISK } = options;
  const outPath = resolveOut(options.out, partitionBy);
  const stem = outPath.replace(/\.parquet$/, "").replace(/\/+$/, "");
  const reportPath = options.report ?? `${stem}.report.json`;
  const quarantinePath = options.quarantine ?? `${stem}.quarantine.ndjson`;
  const pagePath = reportPath.replace(/\.json$/, "") + ".html";
  assertApart({ output: outPath, quarantine: quarantinePath, report: reportPath, page: pagePath });
  return {
    outPath,
    quarantinePath,
    reportPath,
    pagePath,
    catalogPath: options.catalog ?? null,
    contractPath: options.contract ?? DEFAULT_CONTRACT_URL,
    partitionBy,
    compression: options.compression ?? "zstd",
    workers: options.workers ?? navigator.hardwareConcurrency,
    nowMs: options.nowMs ?? startedMs,
    maxQuarantined: options.maxQuarantined ?? null,
    memoryBytes: options.memoryBytes ?? Deno.systemMemoryInfo().total / 2,
    allowEmpty: options.allowEmpty ?? false,
    blockBytes: options.blockBytes ?? DEFAULT_BLOCK_BYTES,
    scanner: options.scanner ?? "kernel",
    thresholds: options.thresholds ?? DEFAULT_THRESHOLDS,
    files,
    lake: options.lake ?? new DiskLake(".", { files }),
    onNotice: options.onNotice ?? (() => {}),
    onProgress: options.onProgress ?? (() => {}),
    afterPublished: options.afterPublished ?? (() => Promise.resolve()),
  };
}

/** Each of a run's files would overwrite the one before that has the same path. */
function assertApart(paths: Readonly<Record<string, string>>): void {
  const named = new Map<string, string>();
  for (const [name, path] of Object.entries(paths)) {
    const other = named.get(resolve(path));
    if (other !== undefined) {
      throw new UsageError(
        `Cannot write the ${name} to ${path} as it must have a path of its own: the ${other} goes there`,
      );
    }
    named.set(resolve(path), name);
  }
}

function resolveOut(out: string, partitionBy: PartitionBy): string {
  const stat = statOrNull(out);
  if (partitionBy !== "none") {
    if (stat?.isFile) {
      throw new UsageError(
        `Cannot write partitions to ${out} as it must be a folder: a file of that name is there`,
      );
    }
    return out;
  }
  const isFolder = stat?.isDirectory || out.endsWith("/");
  return isFolder ? join(out, DEFAULT_FILE_NAME) : out;
}
