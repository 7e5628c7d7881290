// Tests of what a block's rows become.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../../../domain/columns.ts";
import { MAX_ROW_BYTES, reason } from "../../../domain/rule.ts";
import type { View } from "../../../domain/view.ts";
import { parseQuarantineLine, quarantineLines } from "./bad_rows.ts";
import { readRowText, RowCollector, wholeRowReasons } from "./row_collector.ts";
import { columnOf, createInterners, EPISODE, SHOW, TEXT_COLUMNS, USER } from "./view_columns.ts";

const VIEW: View = {
  userId: "u",
  showName: "s",
  watchMinutes: 2.5,
  startMs: 86_400_000,
  eventId: null,
  episode: null,
  ...NO_DIMENSIONS,
  device: "tv",
};

Deno.test("RowCollector.accept() writes a view into the columns that the input has", () => {
  const collector = new RowCollector(
    createInterners(),
    TEXT_COLUMNS.map((_, column) => column <= EPISODE),
  );
  collector.accept(VIEW);
  collector.accept({ ...VIEW, userId: "v", episode: "e" });
  collector.accept({ ...VIEW, userId: "w", episode: "" });
  const [chunk] = collector.columns.chunks;
  assert.deepEqual([...chunk.codes[USER]!.subarray(0, 3)], [1, 2, 3]);
  assert.deepEqual([...chunk.codes[SHOW]!.subarray(0, 3)], [1, 1, 1]);
  assert.deepEqual([...chunk.codes[EPISODE]!.subarray(0, 3)], [0, 2, 1]);
  assert.equal(chunk.codes[columnOf("device")], null);
  assert.deepEqual([chunk.watchMinutes[0], chunk.startMs[0], chunk.rows], [2.5, 86_400_000, 3]);
});

Deno.test("RowCollector.rows counts accepted, bad and excluded rows", () => {
  const collector = new RowCollector(createInterners(), TEXT_COLUMNS.map(() => true));
  collector.accept(VIEW);
  collector.exclude("autoplayed", 1.5);
  collector.exclude("supplemental", 0.25);
  collector.reject(readRowText(new Uint8Array()), 0, 0, [reason("row.columns", null, null)]);
  assert.equal(collector.rows, 4);
  assert.deepEqual(collector.excluded, { supplemental: 1, autoplayed: 1 });
  assert.deepEqual(collector.excludedMinuteUnits, {
    supplemental: 250_000_000n,
    autoplayed: 1_500_000_000n,
  });
});

Deno.test("RowCollector.reject() keeps the exact bytes of a row that is not UTF-8", () => {
  const collector = new RowCollector(createInterners(), TEXT_COLUMNS.map(() => true));
  const row = readRowText(Uint8Array.of(0x61, 0xff, 0x00));
  collector.reject(row, 7, 0, wholeRowReasons(row));
  const [line] = quarantineLines(collector.bad.take(), { source: "-", firstLine: 1 });
  const { raw, encoding, reasons } = parseQuarantineLine(line);
  assert.deepEqual([Uint8Array.fromBase64(raw), encoding], [row.bytes, "base64"]);
  assert.equal(reasons[0].rule, "row.encoding");
});

Deno.test("readRowText() keeps a byte order mark in the text", () => {
  assert.equal(readRowText(new TextEncoder().encode("\uFEFFa")).text, "\uFEFFa");
});

Deno.test("wholeRowReasons() allows a row of 1 MiB and not a byte more", () => {
  assert.deepEqual(wholeRowReasons(readRowText(new Uint8Array(MAX_ROW_BYTES))), []);
  const [tooLong] = wholeRowReasons(readRowText(new Uint8Array(MAX_ROW_BYTES + 1)));
  assert.equal(tooLong.rule, "row.too_long");
});
