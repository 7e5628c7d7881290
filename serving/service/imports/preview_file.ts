// What a file would come to: a whole run of the ETL into a folder that is thrown away.

import { DISK } from "../../../lake/disk/file_layer.ts";
import { ownDisk } from "../../../lake/disk/own_file.ts";
import { basename, join } from "node:path";
import { readHead } from "../../../lake/disk/open_file.ts";
import type { ImportPreview } from "../../../domain/file_import.ts";
import type { RunReport } from "../../../domain/report.ts";
import type { QuarantinedRow } from "../../../domain/rule.ts";
import type { Thresholds } from "../../../domain/scoring.ts";
import { InputError } from "../../../domain/errors.ts";
import { auditMessage, type PublishedRun, tryEtl } from "../../../pipeline/etl.ts";
import { readRows, SMALL_BATCH_BYTES } from "../../../pipeline/read_rows.ts";
import { findReplaced, type OlderStore } from "./replace_older.ts";

/** As runs of the service have them. */
export interface PreviewSettings {
  readonly contractPath: string | null;
  readonly catalogPath: string | null;
  readonly thresholds: Thresholds;
  /** What the store says of imports of older rules; none is replaced without it. */
  readonly older?: () => OlderStore | null;
}

const EXAMPLES_OF_A_RULE = 3, EXAMPLE_UNITS = 400;
/** Rows of every rule are found early in any file that is broken throughout. */
const SEARCHED_BYTES = 4 << 20;

/** Runs the file; `refusal` says why it would not be published: for the contract, or as it would count twice. */
export async function previewFile(
  path: string,
  folder: string,
  { contractPath, catalogPath, thresholds, older, source, signal, onShare }: PreviewSettings & {
    /** The ledger's name for it once it is published. */
    readonly source: string;
    readonly signal: AbortSignal;
    readonly onShare: (share: number) => void;
  },
): Promise<{ readonly preview: ImportPreview; readonly refusal: string | null }> {
  const out = join(folder, "preview.parquet");
  let replaces: readonly string[] = [], refusal: string | null = null;
  const look = async ({ inputs, nowMs }: PublishedRun) => {
    const batches = function* () {
      for (const input of inputs) {
        yield* readRows(input, { nowMs, thresholds }, SMALL_BATCH_BYTES);
      }
    };
    try {
      replaces = await findReplaced(older?.() ?? null, { source, batches });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refusal = error.message;
    }
  };
  const { report, published } = await tryEtl({
    afterPublished: look,
    ...{ inputs: [path], out, thresholds, signal, files: ownDisk(DISK) },
    contract: contractPath ?? undefined,
    catalog: catalogPath ?? undefined,
    onProgress: ({ stage, share }) => onShare(stage === "read" ? share * 0.8 : 0.8 + share * 0.2),
  });
  const quarantine = `preview.${published ? "" : "rejected."}quarantine.ndjson`;
  const examples = readExamples(join(folder, quarantine));
  return {
    preview: { ...previewOf(report, examples), replaces },
    refusal: published ? refusal : auditMessage(report),
  };
}

function previewOf(
  report: RunReport,
  examples: readonly QuarantinedRow[],
): Omit<ImportPreview, "replaces"> {
  const { ledger, reasons, excluded, excluded_hours, inputs } = report;
  const { qualified_views, watch_hours, binge_views, users, shows } = report;
  const { first_watch_date, last_watch_date } = report;
  return {
    ...{ ledger, reasons, excluded, excluded_hours, examples },
    ...{
      qualified_views,
      watch_hours,
      binge_views,
      users,
      shows,
      first_watch_date,
      last_watch_date,
    },
    format: inputs[0]?.format ?? "",
    ignored_columns: inputs[0]?.ignored_columns ?? [],
  };
}

function readExamples(path: string): QuarantinedRow[] {
  const bytes = readHead(path, SEARCHED_BYTES), examples: QuarantinedRow[] = [];
  const lines = new TextDecoder().decode(bytes).split("\n").slice(0, -1);
  const counts = new Map<string, number>();
  for (const line of lines) {
    const row: QuarantinedRow = JSON.parse(line), { rule } = row.reasons[0]!;
    const count = counts.get(rule) ?? 0;
    if (count === EXAMPLES_OF_A_RULE) continue;
    counts.set(rule, count + 1);
    examples.push(shortened(row));
  }
  return examples;
}

/** As much as a person looks at. */
function shortened({ source, raw, reasons, ...row }: QuarantinedRow): QuarantinedRow {
  const short = (text: string) => text.slice(0, EXAMPLE_UNITS).toWellFormed();
  return {
    ...row,
    ...{ source: basename(source), raw: short(raw) },
    reasons: reasons.map((reason) => ({
      ...reason,
      value: reason.value === null ? null : short(reason.value),
    })),
  };
}
