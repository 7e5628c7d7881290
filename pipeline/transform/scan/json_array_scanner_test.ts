// Tests of JSON arrays read element by element.

import assert from "node:assert/strict";
import { MAX_ROW_BYTES } from "../../../domain/rule.ts";
import { parseQuarantineLine, quarantineLines } from "./bad_rows.ts";
import { createJsonArrayScanner } from "./json_array_scanner.ts";
import { JsonRowReader } from "./json_row_reader.ts";
import { RowCollector } from "./row_collector.ts";
import { createInterners, TEXT_COLUMNS } from "./view_columns.ts";

function view(show: string): string {
  const fields = '"watch_duration_minutes":5,"watch_date":"2024-01-01"';
  return `{"user_id":"u","show_name":${JSON.stringify(show)},${fields}}`;
}

/** Scans what stands behind an array's opening bracket. */
function scan(text: string, { isLast = true, stop = Infinity } = {}) {
  const collector = new RowCollector(createInterners(), TEXT_COLUMNS.map(() => true));
  const reader = new JsonRowReader(collector, { nowMs: Date.UTC(2024, 5) });
  const bytes = new TextEncoder().encode(text + "\n" + "}".repeat(63));
  const length = bytes.length - 64;
  const end = createJsonArrayScanner(reader, collector)(
    { bytes, length, offset: 0, isLast },
    { from: 0, stop: Math.min(length, stop) },
  );
  const bad = quarantineLines(collector.bad.take(), { source: "-", firstLine: 1 })
    .map(parseQuarantineLine);
  const { lineBreaks, isArrayClosed } = collector;
  return { end, views: collector.columns.rows, lineBreaks, isArrayClosed, bad };
}

Deno.test("createJsonArrayScanner() finds elements whatever stands between and in them", () => {
  const { views, bad, lineBreaks } = scan(
    `${view('a]}"\\ ,{')},\n  ${view("b")} ,\r\n${view("c")}]\n`,
  );
  assert.deepEqual([views, bad.length, lineBreaks], [3, 0, 3]);
});

Deno.test("createJsonArrayScanner() keeps what is no object", () => {
  const { bad, views } = scan(`1,\n "x,y" , [{"a":1}],null,${view("a")}]`);
  assert.deepEqual(bad.map(({ raw, line }) => [raw, line]), [
    ["1", 1],
    ['"x,y"', 2],
    ['[{"a":1}]', 2],
    ["null", 2],
  ]);
  assert.equal(views, 1);
});

Deno.test("createJsonArrayScanner() gives up one line for an element that never ends", () => {
  const { bad, views } = scan(`{"user_id":"u\n${view("a")}\n]`);
  assert.deepEqual(bad.map(({ raw }) => raw), ['{"user_id":"u']);
  assert.equal(views, 1);
});

Deno.test("createJsonArrayScanner() gives up one line for an element without its closing bracket", () => {
  for (const broken of ['{"user_id":"u"', '{"user_id":"u","tags":[1,2}', '[{"a":1]', "{", "[["]) {
    for (const text of [`${broken}\n,\n${view("a")}\n]`, `${view("a")},\n${broken}\n]\n`]) {
      const { bad, views, isArrayClosed } = scan(text);
      assert.deepEqual([bad.map(({ raw }) => raw), views], [[broken], 1], text);
      assert.equal(isArrayClosed, true, text);
    }
  }
});

Deno.test("createJsonArrayScanner() keeps an element whole that has a line break in a text", () => {
  const broken = '{"user_id":"u\nv","tags":["a\n\\\n"]}';
  const { bad, views } = scan(`${broken},\n${view("a")}\n]`);
  assert.deepEqual([bad.map(({ raw }) => raw), views], [[broken], 1]);
});

Deno.test("createJsonArrayScanner() gives up one line for a text that is not closed soon", () => {
  const open = '{"user_id":"u}', later = `${view("x".repeat(400))},\n`.repeat(20);
  const { bad, views } = scan(`${open},\n${later}${open},\n${view("a")}]`);
  assert.deepEqual([bad.map(({ raw }) => raw), views], [[`${open},`, `${open},`], 21]);
  // A text in place of an object ends with its line.
  const stray = scan(`"open,\n${view("a")},\n"x" "\\\n${view("b")}]`);
  assert.deepEqual([stray.bad.map(({ raw }) => raw), stray.views], [['"open,', '"x" "\\'], 2]);
});

Deno.test("createJsonArrayScanner() reads many lines that each open what nothing closes", () => {
  for (const line of ["{", '{"a":[', '{"a', '{"\\"', '"a\\"', "{}\n{", "[[[["]) {
    const { bad, views } = scan(`${line}\n`.repeat(5_000) + `${view("a")}]`);
    const lines = line.split("\n");
    assert.equal(bad.length, 5_000 * lines.length, line);
    assert.equal(bad.at(-1)!.raw, lines.at(-1), line);
    assert.equal(views, 1);
  }
});

Deno.test("createJsonArrayScanner() leaves the array its bracket behind a broken last element", () => {
  for (
    const [text, raw] of [
      [`${view("a")},{"b":1 ] \r\n`, '{"b":1'],
      [`${view("a")},{"b":1,${view("b")}]`, `{"b":1,${view("b")}`],
      [`${view("a")},{"b":[{]`, '{"b":[{'],
    ] as const
  ) {
    const { bad, views, isArrayClosed } = scan(text);
    assert.deepEqual([bad.map((row) => row.raw), views, isArrayClosed], [[raw], 1, true], text);
  }
  // Its own list is closed, the array is not.
  assert.equal(scan('{"b":[1]').isArrayClosed, false);
});

Deno.test("createJsonArrayScanner() reads elements of up to 1 MiB", () => {
  const filled = (bytes: number) => {
    const note = `,"note":"${"x".repeat(bytes - view("s").length - ',"note":""'.length)}"}`;
    return view("s").slice(0, -1) + note;
  };
  const { bad, views } = scan(`${filled(MAX_ROW_BYTES)},\n${filled(MAX_ROW_BYTES + 1)}\n]`);
  assert.deepEqual(bad.map(({ reasons }) => reasons[0].rule), ["row.too_long"]);
  assert.equal(views, 1);
});

Deno.test("createJsonArrayScanner() takes a long element alone off the line that holds the array", () => {
  const long = `{"note":"${"x".repeat(MAX_ROW_BYTES)}",${view("s").slice(1)}`;
  const { bad, views } = scan(`${view("a")},${long},${view("b")}]`);
  assert.deepEqual(bad.map(({ raw }) => raw === long), [true]);
  assert.deepEqual(bad[0].reasons.map(({ rule }) => rule), ["row.too_long"]);
  assert.equal(views, 2);
});

Deno.test("createJsonArrayScanner() gives up one line of a long element on several", () => {
  const { bad, views } = scan(`{"a":\n"${"x".repeat(MAX_ROW_BYTES)}",\n"b":1},\n${view("a")}]`);
  assert.deepEqual(bad.map(({ line }) => line), [1, 2, 3]);
  assert.deepEqual(bad.map(({ reasons }) => reasons.map(({ rule }) => rule)), [
    ["row.columns"],
    ["row.columns", "row.too_long"],
    ["row.columns"],
  ]);
  assert.equal(views, 1);
});

Deno.test("createJsonArrayScanner() stops before an element that needs more bytes", () => {
  const text = `${view("a")},${view("b")}`;
  const { end, views } = scan(text.slice(0, -1), { isLast: false });
  assert.deepEqual([end, views], [view("a").length + 1, 1]);
});

Deno.test("createJsonArrayScanner() reads the elements that start before its stop", () => {
  const text = `${view("a")},${view("b")},${view("c")}]`;
  const { end, views } = scan(text, { stop: view("a").length + 2 });
  assert.deepEqual([end, views], [view("a").length * 2 + 2, 2]);
});

Deno.test("createJsonArrayScanner() tells whether the bracket came after the last element", () => {
  const told = (text: string) => scan(text).isArrayClosed;
  assert.deepEqual([told(`${view("a")}]`), told(`${view("a")} \n ] \n`), told("]")], [
    true,
    true,
    true,
  ]);
  for (const cut of [view("a"), `${view("a")},\n`, '{"a":[1]', `],${view("a")}`, "[1]"]) {
    assert.equal(told(cut), false, cut);
  }
  assert.equal(told(" \n"), null);
});
