// Runs the real ETL on inputs in a folder of its own, and reads back all that it wrote.

import { parquetReadObjects } from "hyparquet";
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { forDimensions } from "../../domain/columns.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { runEtl } from "../../pipeline/etl.ts";
import type { ScannerKind } from "../../pipeline/workers/etl_protocol.ts";
import { makeZip } from "../make_zip.ts";
import type { Scenario } from "../oracle/adversarial.ts";
import type { OracleOutcome } from "../oracle/oracle_etl.ts";
import type { CatalogEntry } from "../oracle/runtime_of.ts";

/** How the real ETL is made to work: none of it may change the outcome. */
export interface RunShape {
  readonly workers: number;
  /** Bytes of a block that one worker scans; tiny ones put borders everywhere. */
  readonly blockBytes: number;
  /** Memory for views; tiny values make them spill. Null leaves the default. */
  readonly memoryBytes: number | null;
  readonly compression: "zstd" | "snappy" | "gzip" | "none";
  /** How the inputs are packed. */
  readonly packing: "plain" | "gz" | "zst" | "zip";
  /** What scans CSV: the WebAssembly kernel or the same in JavaScript. */
  readonly scanner: ScannerKind;
}

/** Runs the ETL in a temporary folder that is removed at the end; views come back without event ids. */
export async function runRealEtl(
  { inputs, catalog }: Scenario,
  nowMs: number,
  shape: RunShape,
): Promise<OracleOutcome> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-law-" });
  try {
    const paths = inputs.map(({ name, bytes }) => {
      const path = `${folder}/${name}${shape.packing === "plain" ? "" : `.${shape.packing}`}`;
      Deno.writeFileSync(path, packed(bytes, shape.packing, name));
      return path;
    });
    if (catalog.length > 0) Deno.writeTextFileSync(`${folder}/catalog.csv`, catalogText(catalog));
    const { workers, blockBytes, memoryBytes, compression, scanner } = shape;
    const report = await runEtl({
      inputs: paths,
      out: `${folder}/out/views.parquet`,
      nowMs,
      maxQuarantined: 1,
      workers,
      blockBytes,
      compression,
      scanner,
      ...(memoryBytes === null ? {} : { memoryBytes }),
      ...(catalog.length === 0 ? {} : { catalog: `${folder}/catalog.csv` }),
    });
    return {
      rows: await readViews(`${folder}/out/views.parquet`),
      quarantine: readQuarantine(`${folder}/out/views.quarantine.ndjson`),
      ledger: report.ledger,
      reasons: report.reasons,
      excluded: report.excluded,
      excludedHours: report.excluded_hours,
      figures: report,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function packed(bytes: Uint8Array, packing: RunShape["packing"], name: string): Uint8Array {
  if (packing === "plain") return bytes;
  if (packing === "zip") return makeZip([{ name, content: bytes }]);
  return packing === "gz" ? gzipSync(bytes) : zstdCompressSync(bytes);
}

function catalogText(catalog: readonly CatalogEntry[]): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = catalog.map(({ showName, runtimeMinutes, episode }) =>
    `${quoted(showName)},${runtimeMinutes},${quoted(episode ?? "")}\n`
  );
  return ["show_name,runtime_minutes,episode\n", ...lines].join("");
}

async function readViews(path: string): Promise<EnrichedView[]> {
  const bytes = await Deno.readFile(path);
  const compressors = {
    ZSTD: (input: Uint8Array) => zstdDecompressSync(input),
    GZIP: (input: Uint8Array) => gunzipSync(input),
  };
  const rows = await parquetReadObjects({ file: bytes.buffer, compressors });
  return rows.map((row) => ({
    userId: row.user_id,
    showName: row.show_name,
    watchMinutes: row.watch_duration_minutes,
    startMs: row.watch_date.getTime(),
    eventId: null,
    episode: row.episode,
    ...forDimensions((name) => row[name] ?? null),
    completionRate: row.completion_rate,
    isBingeSession: row.is_binge_session,
    engagementScore: row.engagement_score,
    sittingStartMs: row.sitting_start.getTime(),
  }));
}

/** Quarantined rows, whose sources are named as the oracle names them: without folder and packing. */
function readQuarantine(path: string): QuarantinedRow[] {
  const lines = Deno.readTextFileSync(path).split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const row: QuarantinedRow = JSON.parse(line);
    const source = row.source.slice(row.source.lastIndexOf("/") + 1).replace(/\.(gz|zst|zip)$/, "");
    return { ...row, source };
  });
}
