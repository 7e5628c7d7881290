// Files of other writers are read, and every figure equals DuckDB's or that of a slow, obvious count.

import assert from "node:assert/strict";
import { openBlob } from "./file/byte_source.ts";
import { cellText, type Key, keyOf } from "./values/cell.ts";
import type { Condition, Operator } from "./questions/condition.ts";
import { FORMATS } from "./export/formats.ts";
import { groupRows } from "./questions/group_rows.ts";
import { ParquetTable } from "./file/parquet_table.ts";
import { profileColumn } from "./questions/profile_column.ts";
import { selectRows } from "./questions/select_rows.ts";
import { type Pace, readCells, rowsOf, type Selection } from "./questions/selection.ts";
import { sortRows } from "./questions/answer_question.ts";
import { writeRows } from "./export/write_rows.ts";

const FILES = new URL("../../tests/parquet/", import.meta.url);
const WRITERS = ["pandas", "polars", "duckdb"];
const pace: Pace = { signal: new AbortController().signal, onProgress: () => {} };
const all = (table: ParquetTable): Selection => ({
  ...{ rows: null, count: table.shape.rows, groupsRead: 0, groupsSkipped: 0 },
});

async function open(name: string): Promise<ParquetTable> {
  const bytes = await Deno.readFile(new URL(`${name}.parquet`, FILES));
  return await ParquetTable.open(openBlob(new Blob([bytes])));
}

async function idsOf(table: ParquetTable, selection: Selection): Promise<Key[]> {
  const [ids] = await readCells(table, rowsOf(selection, 0, selection.count), ["id"]);
  return ids!.map(keyOf);
}

const where = (column: string, operator: Operator, ...values: string[]): Condition => ({
  ...{ column, operator, values },
});
const expected = JSON.parse(await Deno.readTextFile(new URL("expected.json", FILES)));
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9 * Math.abs(b), `${a} ${b}`);

for (const writer of WRITERS) {
  Deno.test(`a file of ${writer}: conditions, order, profile and groups are DuckDB's`, async () => {
    const table = await open(writer);
    const found = await selectRows(table, [
      where("country", "in", "US", "日本"),
      where("minutes", "gte", "20"),
      where("at", "lt", "2026-03-08"),
    ], pace);
    assert.deepEqual(await idsOf(table, found), expected.filtered);

    const order = { column: "minutes", isDescending: true, pace };
    assert.deepEqual(
      await idsOf(table, await sortRows(table, all(table), order)),
      expected.sorted,
    );

    const [nulls, distinct, min, max, mean] = expected.profile;
    const profile = await profileColumn(table, all(table), { column: "minutes", pace });
    assert.deepEqual([profile.nulls, profile.distinct, profile.min, profile.max], [
      ...[nulls, distinct, min, max],
    ]);
    near(profile.mean!, mean);
    assert.equal(profile.bins!.reduce((a, b) => a + b), 400 - nulls);
    const { top } = await profileColumn(table, all(table), { column: "country", pace });
    assert.deepEqual(top!.map(({ rows }) => rows), expected.top.map(([, rows]: number[]) => rows));

    const grouped = await groupRows(table, all(table), {
      ...{ by: ["country", "done"], measure: "minutes", pace },
    });
    const groups = new Map(grouped.groups.map((group) => [JSON.stringify(group.keys), group]));
    assert.equal(grouped.groupCount, expected.group.length);
    for (const [country, done, rows, sum, mean] of expected.group) {
      const group = groups.get(JSON.stringify([country, done]))!;
      assert.equal(group.rows, rows);
      near(group.sum!, sum);
      near(group.mean!, mean);
    }
  });
}

Deno.test("selectRows() leaves out row groups that statistics rule out", async () => {
  const table = await open("pandas");
  const found = await selectRows(table, [where("id", "eq", "250")], pace);
  assert.deepEqual(await idsOf(table, found), [250]);
  assert.deepEqual([found.groupsRead, found.groupsSkipped], [1, 3]);
  const late = await selectRows(table, [where("at", "gte", "2026-03-11T06:00:00Z")], pace);
  assert.equal(late.groupsSkipped, 3);
  assert.equal((await selectRows(table, [where("id", "lt", "0")], pace)).groupsRead, 0);
});

Deno.test("selectRows() equals a slow look at every row, whatever is asked", async () => {
  const table = await open("polars");
  const names = table.shape.columns.map(({ name }) => name);
  const cells = await readCells(table, rowsOf(all(table), 0, 400), names);
  const slow = (column: string, fits: (key: Key) => boolean) => {
    const keys = cells[names.indexOf(column)]!.map(keyOf);
    return keys.flatMap((key, row) => fits(key) ? [row] : []);
  };
  const cases: readonly (readonly [Condition, (key: Key) => boolean])[] = [
    [where("minutes", "gt", "30"), (k) => k !== null && Number(k) > 30],
    [where("minutes", "lte", "5.5"), (k) => k !== null && Number(k) <= 5.5],
    [where("country", "ne", "US"), (k) => k !== null && k !== "US"],
    [where("country", "has", "öster"), (k) => k === "Österreich"],
    [where("country", "missing"), (k) => k === null],
    [where("done", "eq", "true"), (k) => k === true],
    [where("done", "present"), (k) => k !== null],
  ];
  for (const [condition, fits] of cases) {
    const { rows } = await selectRows(table, [condition], pace);
    assert.deepEqual([...rows!], slow(condition.column, fits), JSON.stringify(condition));
  }
});

Deno.test("nested columns, decimals, dates, bytes and large numbers are read, with any codec", async () => {
  for (const codec of ["brotli", "lz4", "none"]) {
    const table = await open(`nested_${codec}`);
    const names = table.shape.columns.map(({ name }) => name);
    const cells = await readCells(table, [0, 1, 2, 3], names);
    const row = (at: number) => cells.map((column) => cellText(column[at]));
    assert.deepEqual(row(0), [
      ...['["a","b"]', '{"city":"Wien","zip":1010}', '{"k":1}', "12.34"],
      ...["2026-01-02T00:00:00.000Z", "4611686018427387904", "0x00ff", "1.5"],
    ], codec);
    assert.deepEqual(table.shape.columns.map(({ type }) => type).slice(0, 5), [
      ...["list<text>", "struct<city: text, zip: int64>", "map<text, int32>"],
      ...["decimal(9, 2)", "date"],
    ]);
  }
});

Deno.test("old timestamps (INT96) in pages of the second version are read", async () => {
  const table = await open("int96_v2");
  const [[at]] = await readCells(table, [1], ["at"]) as [[Date]];
  assert.equal(at.toISOString(), "2026-03-01T00:37:00.001Z");
  assert.equal(table.column("at").kind, "time");
  const saved = await writeRows(table, all(table), { format: "parquet", pace });
  const copy = await ParquetTable.open(openBlob(saved));
  assert.equal(copy.column("at").type, "timestamp (ns, no zone)");
  const cells = await Promise.all([table, copy].map((file) => readCells(file, [0, 1, 49], ["at"])));
  assert.deepEqual(cells[0], cells[1]);
});

Deno.test("writeRows() saves a selection that reads back the same", async () => {
  const table = await open("pandas");
  const found = await selectRows(table, [where("country", "eq", "日本")], pace);
  const sorted = await sortRows(table, found, { column: "minutes", isDescending: false, pace });
  const ids = await idsOf(table, sorted);
  for (const format of FORMATS) {
    const blob = await writeRows(table, sorted, { format, pace });
    if (format === "parquet") {
      const copy = await ParquetTable.open(openBlob(blob));
      assert.deepEqual(await idsOf(copy, all(copy)), ids);
      const both = await Promise.all(
        [table, copy].map((file, i) =>
          readCells(file, rowsOf(i === 0 ? sorted : all(copy), 0, ids.length), ["at", "minutes"])
        ),
      );
      assert.deepEqual(both[0], both[1]);
      continue;
    }
    const text = await blob.text();
    const saved = format === "json"
      ? JSON.parse(text).map(({ id }: { id: number }) => id)
      : text.trimEnd().split("\r\n").slice(1).map((line) => Number(line.split(",")[0]));
    assert.deepEqual(saved, ids, format);
  }
});

Deno.test("what is no Parquet file says so", async () => {
  const refuse = (text: string, message: RegExp) =>
    assert.rejects(ParquetTable.open(openBlob(new Blob([text]))), message);
  await refuse("short", /too short/);
  await refuse("a,b\n1,2\n3,4\n5,6\n", /does not end with the mark PAR1/);
  await refuse("PAR1 .......... PARE", /encrypted/);
  const table = await open("pandas");
  await assert.rejects(selectRows(table, [where("minutes", "gt", "x")], pace), /needs a number/);
  await assert.rejects(selectRows(table, [where("nope", "eq", "x")], pace), /no column "nope"/);
});
