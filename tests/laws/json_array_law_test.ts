// The scanner of JSON arrays finds the elements that the oracle finds, however their brackets are broken.

import assert from "node:assert/strict";
import fc from "fast-check";
import { parseQuarantineLine, quarantineLines } from "../../pipeline/transform/scan/bad_rows.ts";
import { createJsonArrayScanner } from "../../pipeline/transform/scan/json_array_scanner.ts";
import { JsonRowReader } from "../../pipeline/transform/scan/json_row_reader.ts";
import { RowCollector } from "../../pipeline/transform/scan/row_collector.ts";
import { createInterners, TEXT_COLUMNS } from "../../pipeline/transform/scan/view_columns.ts";
import { readJsonArrayRows, UnclosedArrayError } from "../oracle/read_json_array_rows.ts";

const LAW = { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 3_000) };

/** What stands behind an array's opening bracket: no element is a view, so all are quarantined. */
const broken = fc.array(
  fc.constantFrom("{", "}", "[", "]", ",", "\n", " ", '"', "\\", "1", '{"a":1}', "[{}]", "\r\n")
    .chain((part) => fc.constantFrom(part, part, part, part + "x".repeat(1_360))),
  { maxLength: 24 },
).map((parts) => parts.join(""));

Deno.test("createJsonArrayScanner() finds the elements of the oracle, however brackets stand", () => {
  fc.assert(
    fc.property(broken, fc.nat({ max: 40 }), (text, cut) => {
      assert.deepEqual(scan(text, cut), read(text), JSON.stringify(text));
    }),
    LAW,
  );
});

/** Offset, line and text of each element; null for an array that is not closed. */
type Elements = readonly (readonly [offset: number, line: number, raw: string])[] | null;

/** Scans in two windows: the first ends at `cut`. */
function scan(text: string, cut: number): Elements {
  const collector = new RowCollector(createInterners(), TEXT_COLUMNS.map(() => true));
  const reader = new JsonRowReader(collector, { nowMs: Date.UTC(2024, 5) });
  const scanner = createJsonArrayScanner(reader, collector);
  const plain = new TextEncoder().encode(text), middle = Math.min(cut, plain.length);
  const windowTo = (length: number) => {
    const bytes = new Uint8Array(length + 64).fill(0x7d);
    bytes.set(plain.subarray(0, length));
    bytes[length] = 10;
    return { bytes, length, offset: 0, isLast: length === plain.length };
  };
  const from = scanner(windowTo(middle), { from: 0, stop: middle });
  scanner(windowTo(plain.length), { from, stop: plain.length });
  if (collector.isArrayClosed !== true) return null;
  return quarantineLines(collector.bad.take(), { source: "-", firstLine: 1 })
    .map(parseQuarantineLine)
    .map(({ offset, line, raw }) => [offset, line, raw] as const);
}

function read(text: string): Elements {
  try {
    return readJsonArrayRows(new TextEncoder().encode(`[${text}`))
      .map(({ offset, line, raw }) => [offset - 1, line, new TextDecoder().decode(raw)] as const);
  } catch (error) {
    if (error instanceof UnclosedArrayError) return null;
    throw error;
  }
}
