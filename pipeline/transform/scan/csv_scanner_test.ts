// Tests of CSV rows that the fast scanners leave to the slow reading. Laws hold the scanners to each other.

import assert from "node:assert/strict";
import { readCsvHeader } from "../csv_header.ts";
import { parseQuarantineLine, quarantineLines } from "./bad_rows.ts";
import type { BlockWindow } from "./block_window.ts";
import { USUAL_FORM } from "../csv_form.ts";
import { csvDialect } from "./csv_dialect.ts";
import { CsvKernel } from "./csv_kernel.ts";
import { createCsvScanner, type FastScan } from "./csv_scanner.ts";
import { RowCollector } from "./row_collector.ts";
import { SCAN_SLACK } from "./scan_csv.ts";
import { createInterners, SHOW, TEXT_COLUMNS } from "./view_columns.ts";

const HEADER = ["user_id", "show_name", "watch_duration_minutes", "watch_date"];
const PRESENT = TEXT_COLUMNS.map((_, column) => column <= SHOW);

function windowOf(text: string, { isLast = true, offset = 0 } = {}): BlockWindow {
  const input = new TextEncoder().encode(text);
  const bytes = new Uint8Array(input.length + SCAN_SLACK);
  bytes.set(input);
  bytes[input.length] = 10;
  return { bytes, length: input.length, offset, isLast };
}

function scannerOf(kind: FastScan["kind"]) {
  const header = readCsvHeader(HEADER);
  if (header.kind === "refused") throw new Error(header.message);
  const interners = createInterners();
  const fast: FastScan = kind === "kernel"
    ? { kind, kernel: new CsvKernel() }
    : { kind, interners };
  const collector = new RowCollector(
    fast.kind === "kernel" ? fast.kernel.dictionaries : interners,
    PRESENT,
  );
  const nowMs = Date.UTC(2024, 5);
  const validation = { nowMs };
  const scan = createCsvScanner(csvDialect({ ...header, form: USUAL_FORM }), collector, {
    fast,
    validation,
  });
  return { scan, collector };
}

for (const kind of ["kernel", "script"] as const) {
  Deno.test(`createCsvScanner() numbers lines across fast and slow rows (${kind})`, () => {
    const { scan, collector } = scannerOf(kind);
    const rows = ['u,"s\nt",5,2024-01-01', "u,s,5,2024-01-01", "u,s,x,2024-01-01", "", "u,s,5,1e1"];
    const window = windowOf(rows.join("\n") + "\n", { offset: 500 });
    assert.equal(scan(window, { from: 0, stop: window.length }), window.length);
    const bad = quarantineLines(collector.bad.take(), { source: "-", firstLine: 10 })
      .map(parseQuarantineLine);
    assert.deepEqual(bad.map(({ line, offset }) => [line, offset]), [[13, 538], [15, 556]]);
    assert.equal(collector.columns.rows, 2);
    assert.equal(collector.fastRows + collector.lineBreaks, 6);
  });

  Deno.test(`createCsvScanner() stops before a row that needs more bytes (${kind})`, () => {
    for (const open of ["u,s,5,2024-01-01", 'u,"s', "u,s,5,2024-01-01\r", "u,s,x"]) {
      const { scan, collector } = scannerOf(kind);
      const window = windowOf(`u,s,5,2024-01-01\n${open}`, { isLast: false });
      assert.equal(scan(window, { from: 0, stop: window.length }), 17, open);
      assert.equal(collector.rows, 1);
    }
  });

  Deno.test(`createCsvScanner() takes the last row without a line feed at the end (${kind})`, () => {
    const { scan, collector } = scannerOf(kind);
    const window = windowOf("u,s,5,2024-01-01 10:00:00");
    assert.equal(scan(window, { from: 0, stop: window.length }), window.length);
    assert.equal(collector.columns.rows, 1);
  });

  Deno.test(`createCsvScanner() gives every reason of a row that breaks several rules (${kind})`, () => {
    const { scan, collector } = scannerOf(kind);
    const window = windowOf(" ,s,0,2024-02-30\n");
    scan(window, { from: 0, stop: window.length });
    const [line] = quarantineLines(collector.bad.take(), { source: "-", firstLine: 2 });
    assert.deepEqual(parseQuarantineLine(line).reasons.map(({ rule, value }) => [rule, value]), [
      ["user_id.missing", " "],
      ["watch_duration_minutes.out_of_range", "0"],
      ["watch_date.invalid", "2024-02-30"],
    ]);
  });
}
