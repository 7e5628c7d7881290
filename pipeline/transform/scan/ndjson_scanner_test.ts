// Tests of NDJSON read line by line.

import assert from "node:assert/strict";
import { dateBounds } from "../validate_fields.ts";
import { CsvKernel } from "./csv_kernel.ts";
import { parseQuarantineLine, quarantineLines } from "./bad_rows.ts";
import type { BlockWindow } from "./block_window.ts";
import { JsonRowReader } from "./json_row_reader.ts";
import { createFastNdjsonScanner, createNdjsonScanner } from "./ndjson_scanner.ts";
import { RowCollector } from "./row_collector.ts";
import { createInterners, SHOW, TEXT_COLUMNS } from "./view_columns.ts";

const VIEW = '{"user_id":"u","show_name":"s","watch_duration_minutes":5,"watch_date":"2024-01-01"}';

function scan(text: string, isLast = true) {
  const collector = new RowCollector(createInterners(), TEXT_COLUMNS.map(() => true));
  const reader = new JsonRowReader(collector, { nowMs: Date.UTC(2024, 5) });
  const bytes = new TextEncoder().encode(text + "\n" + "}".repeat(63));
  const length = bytes.length - 64;
  const window: BlockWindow = { bytes, length, offset: 1_000, isLast };
  const end = createNdjsonScanner(reader, collector)(window, { from: 0, stop: length });
  const bad = quarantineLines(collector.bad.take(), { source: "-", firstLine: 1 })
    .map(parseQuarantineLine);
  return { end, views: collector.columns.rows, lineBreaks: collector.lineBreaks, bad };
}

Deno.test("createNdjsonScanner() reads each line that is not blank, CRLF or LF", () => {
  const { views, lineBreaks, bad, end } = scan(`${VIEW}\r\n\n \t\n${VIEW}\n`);
  assert.deepEqual([views, lineBreaks, bad.length], [2, 4, 0]);
  assert.equal(end, VIEW.length * 2 + 7);
});

Deno.test("createNdjsonScanner() takes the last line without a line feed only at the input's end", () => {
  assert.equal(scan(`${VIEW}\n${VIEW}`).views, 2);
  const { views, end } = scan(`${VIEW}\n${VIEW}`, false);
  assert.deepEqual([views, end], [1, VIEW.length + 1]);
});

Deno.test("createNdjsonScanner() keeps a bad line with its line, offset and text", () => {
  const { bad } = scan(`${VIEW}\n[1]\r\n{"user_id":"u"}\n`);
  assert.deepEqual(bad.map(({ line, offset, raw }) => [line, offset, raw]), [
    [2, 1_000 + VIEW.length + 1, "[1]"],
    [3, 1_000 + VIEW.length + 6, '{"user_id":"u"}'],
  ]);
  assert.deepEqual(bad.map(({ reasons }) => reasons.map(({ rule }) => rule)), [
    ["row.columns"],
    ["show_name.missing", "watch_duration_minutes.not_a_number", "watch_date.invalid"],
  ]);
});

Deno.test("createFastNdjsonScanner() leaves texts with escapes to the kernel, and odd lines to JSON.parse", () => {
  const kernel = new CsvKernel();
  const collector = new RowCollector(kernel.dictionaries, TEXT_COLUMNS.map(() => true));
  const nowMs = Date.UTC(2024, 5);
  const lines = ["é", "\\u00e9", '\\"\\"', "\\ud83d\\ude00", "\\ud800", "\\u00e", "\\x", "\\t"]
    .map((show) => VIEW.replace('"s"', `"${show}"`));
  const bytes = new TextEncoder().encode(lines.join("\n") + "\n" + "}".repeat(63));
  const length = bytes.length - 63;
  createFastNdjsonScanner(new JsonRowReader(collector, { nowMs }), collector, {
    ...{ kernel, bounds: dateBounds({ nowMs }) },
  })({ bytes, length, offset: 0, isLast: true }, { from: 0, stop: length });
  // A tab alone is no name: that, and escapes that are none, are for the slow reading.
  assert.deepEqual([collector.fastRows, collector.columns.rows, collector.bad.length], [5, 5, 3]);
  const { bytes: texts, offsets } = kernel.dictionaries[SHOW].table();
  const shows = Array.from(
    offsets.slice(1, -1),
    (from, i) => new TextDecoder().decode(texts.subarray(from, offsets[i + 2])),
  );
  assert.deepEqual(shows, ["é", '""', "\u{1F600}", "\ufffd"]);
});
