// Measures the readers of CSV and of NDJSON on one block of typical rows. `deno bench bench/scan_bench.ts`

import { readCsvHeader } from "../pipeline/transform/csv_header.ts";
import type { BlockScanner, BlockWindow } from "../pipeline/transform/scan/block_window.ts";
import { USUAL_FORM } from "../pipeline/transform/csv_form.ts";
import { csvDialect } from "../pipeline/transform/scan/csv_dialect.ts";
import { CsvKernel } from "../pipeline/transform/scan/csv_kernel.ts";
import { createCsvScanner, type FastScan } from "../pipeline/transform/scan/csv_scanner.ts";
import { JsonRowReader } from "../pipeline/transform/scan/json_row_reader.ts";
import {
  createFastNdjsonScanner,
  createNdjsonScanner,
} from "../pipeline/transform/scan/ndjson_scanner.ts";
import { dateBounds } from "../pipeline/transform/validate_fields.ts";
import { RowCollector } from "../pipeline/transform/scan/row_collector.ts";
import { SCAN_SLACK } from "../pipeline/transform/scan/scan_csv.ts";
import { createInterners, TEXT_COLUMNS } from "../pipeline/transform/scan/view_columns.ts";

/** About as many as a block of 2 MiB holds. */
const ROWS = 40_000;
const USERS = 20_000, SHOWS = 500;
const HEADER = ["user_id", "show_name", "watch_duration_minutes", "watch_date"];
const NOW_MS = Date.UTC(2025, 0);

type Format = "plain" | "all quoted" | "NDJSON";

/** Rows in order of time, users at random by a fixed rule. */
function block(format: Format): BlockWindow {
  const quote = format === "plain" ? "" : '"';
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const random = Math.imul(row + 1, 0x9e3779b1) >>> 0;
    const show = `Show number ${random % SHOWS}`;
    const date = new Date(Date.UTC(2024, 0) + row * 1_000).toISOString().slice(0, 19);
    const cells = [`user_${random % USERS}`, show, `${random % 120 + 1}.25`, date];
    if (format === "NDJSON") {
      const pairs = cells.map((cell, i) => [HEADER[i], i === 2 ? Number(cell) : cell]);
      return JSON.stringify(Object.fromEntries(pairs)) + "\n";
    }
    return cells.map((cell) => quote + cell + quote).join(",") + "\n";
  });
  const input = new TextEncoder().encode(lines.join(""));
  const bytes = new Uint8Array(input.length + SCAN_SLACK);
  bytes.set(input);
  bytes[input.length] = 10;
  return { bytes, length: input.length, offset: 0, isLast: true };
}

/** Scans a block with dictionaries that know its texts after the first time, as in a long file. */
function reader(
  kind: "kernel" | "script" | "slow",
  format: Format,
): (window: BlockWindow) => void {
  const interners = createInterners();
  const fast: FastScan = kind === "kernel"
    ? { kind, kernel: new CsvKernel() }
    : { kind: "script", interners };
  const dictionaries = fast.kind === "kernel" ? fast.kernel.dictionaries : interners;
  const header = readCsvHeader(HEADER);
  if (header.kind === "refused") throw new Error(header.message);
  const usual = csvDialect({ ...header, form: USUAL_FORM });
  const dialect = kind === "slow" ? { ...usual, kinds: null } : usual;
  const validation = { nowMs: NOW_MS };
  const isJson = format === "NDJSON";
  const options = { fast, validation };
  return (window) => {
    const collector = new RowCollector(dictionaries, TEXT_COLUMNS.map((_, c) => isJson || c < 2));
    const scan = isJson
      ? ndjsonScanner(collector, options)
      : createCsvScanner(dialect, collector, options);
    scan(window, { from: 0, stop: window.length });
    if (collector.columns.rows !== ROWS) throw new Error("every row of the block is a view");
  };
}

function ndjsonScanner(
  collector: RowCollector,
  { fast, validation }: {
    fast: FastScan;
    validation: { nowMs: number };
  },
): BlockScanner {
  const reader = new JsonRowReader(collector, validation);
  if (fast.kind === "script") return createNdjsonScanner(reader, collector);
  return createFastNdjsonScanner(reader, collector, {
    kernel: fast.kernel,
    bounds: dateBounds(validation),
  });
}

for (const format of ["plain", "all quoted", "NDJSON"] as const) {
  const window = block(format);
  // NDJSON has no twin of the kernel in JavaScript.
  for (const kind of ["kernel", "script", "slow"] as const) {
    if (format === "NDJSON" && kind === "script") continue;
    const scan = reader(kind, format);
    Deno.bench({
      name: kind,
      group: `${ROWS} rows, ${(window.length / 1e6).toFixed(1)} MB, ${format}`,
      baseline: kind === "kernel",
      fn: () => scan(window),
    });
  }
}
