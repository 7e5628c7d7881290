// Tests of what the beginning of a CSV file says: its separator, line ends, header, and near misses.

import assert from "node:assert/strict";
import { readCsvHead } from "./read_csv_head.ts";

const NAMES = ["user_id", "show_name", "watch_duration_minutes", "watch_date"];
const ROW = ["u1", "Dark", "30", "2024-01-01"];

const read = (text: string) => readCsvHead(new TextEncoder().encode(text), true);

/** Separator, line end, first row's place and line. */
function found(text: string) {
  const head = read(text);
  if (head.kind === "refused") return head.message;
  const { separator, lineEnd } = head.form;
  return [separator, lineEnd, text.slice(head.firstRowAt), head.firstRowLine];
}

Deno.test("readCsvHead() reads a header with any of the separators", () => {
  for (const separator of [",", ";", "\t"]) {
    const header = NAMES.join(separator), row = ROW.join(separator);
    assert.deepEqual(found(`${header}\n${row}`), [separator, "\n", row, 2]);
    const quoted = NAMES.map((name) => `"${name}"`).join(separator);
    assert.deepEqual(found(`${quoted}\r\n${row}`), [separator, "\n", row, 2]);
  }
});

Deno.test("readCsvHead() reads the line with which Excel names the separator", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const lineEnd = end === "\r" ? "\r" : "\n";
    for (const separator of [",", ";", "\t"]) {
      const header = NAMES.join(separator), row = ROW.join(separator);
      for (const line of [`sep=${separator}`, `"sep=${separator}"`, `SEP=${separator}`]) {
        assert.deepEqual(found(`${line}${end}${header}${end}${row}`), [separator, lineEnd, row, 3]);
      }
    }
  }
  assert.deepEqual(found(`sep=;\n\n${NAMES}\n${ROW}`), [",", "\n", `${ROW}`, 4]);
  assert.match(`${found(`sep=|\n${NAMES.join("|")}\n`)}`, /must be a comma, a semicolon or a tab/);
  assert.match(`${found("sep=;\n")}`, /it is empty/);
});

Deno.test("readCsvHead() reads lines that end in a CR alone", () => {
  assert.deepEqual(found(`${NAMES}\r${ROW}\r${ROW}`), [",", "\r", `${ROW}\r${ROW}`, 2]);
  assert.deepEqual(found(`\r\r${NAMES}\r${ROW}`), [",", "\r", `${ROW}`, 4]);
});

Deno.test("readCsvHead() refuses a header that ends in a CR where line feeds end rows", () => {
  assert.match(`${found(`${NAMES},device\r${ROW},tv\n${ROW},tv\n`)}`, /one kind of line end/);
  assert.match(`${found(`${NAMES}\r${ROW}\n${ROW}\n`)}`, /one kind of line end/);
});

Deno.test("readCsvHead() names a separator that is not read", () => {
  for (const mark of ["|", ":", "^", " ", "\u0001"]) {
    const message = found(`${NAMES.join(mark)}\n${ROW.join(mark)}\n`);
    assert.equal(
      message,
      "its separator must be a comma, a semicolon or a tab: current value is " +
        `${JSON.stringify(mark)}, save it with commas`,
    );
  }
});

Deno.test("readCsvHead() says that a header runs into its first row", () => {
  for (const separator of [",", ";"]) {
    const text = NAMES.join(separator) + ROW.join(separator);
    assert.equal(
      found(text),
      "its header runs into its first row: a line end must stand behind watch_date, " +
        'current value is "watch_dateu1"',
    );
  }
  assert.match(
    `${found(`${NAMES},device${ROW},tv\n`)}`,
    /behind device, current value is "deviceu1"/,
  );
  assert.equal(
    found(`${NAMES},note${ROW},x\n`),
    "its header runs into its first row: it must hold names alone, current value is " +
      '"2024-01-01"',
  );
  // A column that is only called alike is one.
  assert.ok(Array.isArray(found(`${NAMES},device_type\n`)));
});

Deno.test("readCsvHead() says what is missing in the header with most known names", () => {
  assert.match(`${found("user_id;show_name;minutes;watch_date\n")}`, /watch_duration_minutes/);
  assert.match(`${found("user_id;show_name;minutes;watch_date\n")}`, /separated by semicolons/);
  assert.match(
    `${found("a,b\n")}`,
    /must name the columns user_id, .*: current value is "a", "b"$/,
  );
});
