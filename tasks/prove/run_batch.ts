// The batch's side of the proof: one run of the ETL, its rows read back from the Parquet it wrote.

import { join } from "node:path";
import { parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { forDimensions } from "../../domain/columns.ts";
import { AuditError } from "../../domain/errors.ts";
import type { RunReport } from "../../domain/report.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { EnrichedView, View } from "../../domain/view.ts";
import { auditMessage, tryEtl } from "../../pipeline/etl.ts";
import { asyncBufferFromFile } from "../../pipeline/io/parquet/async_buffer_from_file.ts";
import { parquetDecompressors } from "../../pipeline/io/parquet/parquet_decompressors.ts";
import { readRows } from "../../pipeline/read_rows.ts";
import { runCatalog } from "../../stream/publish/run_catalog.ts";
import type { StoreCatalog } from "../../domain/store_catalog.ts";

/** What the ETL is run with. */
export interface BatchOptions {
  readonly inputs: readonly string[];
  readonly catalog: string | undefined;
  readonly thresholds: Thresholds;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onNotice: (notice: string) => void;
}

/** One row as it came, for the stream. */
export type SourceRow =
  | { readonly kind: "view"; readonly view: View; readonly source: string }
  | { readonly kind: "bad"; readonly row: QuarantinedRow };

/** What the batch came to. */
export interface BatchOutcome {
  readonly report: RunReport;
  readonly catalog: StoreCatalog;
  /** Every row but those left out on purpose, in the order of the files. */
  readonly sourceRows: SourceRow[];
  readonly quarantine: readonly QuarantinedRow[];
  readonly rows: () => AsyncIterable<EnrichedView>;
}

/** Runs the ETL. @throws {AuditError} its output was not published */
export async function runBatch(options: BatchOptions): Promise<BatchOutcome> {
  const { folder, thresholds } = options, out = join(folder, "views.parquet");
  const sourceRows: SourceRow[] = [];
  let catalog: StoreCatalog = { version: "", shows: [] };
  const { report, published } = await tryEtl({
    ...{ inputs: options.inputs, out, catalog: options.catalog, thresholds },
    ...{ signal: options.signal, onNotice: options.onNotice },
    maxQuarantined: 1, // the proof is about the rows, whatever they are
    afterPublished: (run) => {
      catalog = runCatalog(run.catalog, run.inferredRuntimes);
      for (const input of run.inputs) {
        for (const batch of readRows(input, { nowMs: run.nowMs, thresholds })) {
          const { source } = batch;
          for (const view of batch.views) sourceRows.push({ kind: "view", view, source });
          for (const row of batch.quarantined) sourceRows.push({ kind: "bad", row });
        }
      }
      return Promise.resolve();
    },
  });
  if (!published) throw new AuditError(auditMessage(report));
  return {
    ...{ report, catalog, sourceRows },
    quarantine: sourceRows.flatMap((row) => row.kind === "bad" ? [row.row] : []),
    rows: () => readParquet(out),
  };
}

/** The rows of the output, in its order. */
async function* readParquet(path: string): AsyncGenerator<EnrichedView> {
  const file = asyncBufferFromFile(path);
  try {
    const metadata = await parquetMetadataAsync(file);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const compressors = parquetDecompressors;
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors });
      for (const row of rows) yield enrichedView(row);
      rowStart = rowEnd;
    }
  } finally {
    file.close();
  }
}

function enrichedView(row: Record<string, unknown>): EnrichedView {
  return {
    userId: row.user_id as string,
    showName: row.show_name as string,
    watchMinutes: row.watch_duration_minutes as number,
    startMs: (row.watch_date as Date).getTime(),
    eventId: null,
    episode: row.episode as string | null,
    ...forDimensions((name) => (row[name] ?? null) as string | null),
    completionRate: row.completion_rate as number | null,
    isBingeSession: row.is_binge_session as boolean,
    engagementScore: row.engagement_score as number | null,
    sittingStartMs: (row.sitting_start as Date).getTime(),
  };
}
