// Values of every type that Parquet has are shown, found, grouped and saved to the last digit.

import assert from "node:assert/strict";
import type { SchemaElement } from "hyparquet";
import { cellText } from "./values/cell.ts";
import { groupRows } from "./questions/group_rows.ts";
import { allOf, column, find, makeFile, openFile, pace, textsOf } from "./parquet_fixture.ts";
import { profileColumn } from "./questions/profile_column.ts";
import { sortRows } from "./questions/answer_question.ts";
import { writeRows } from "./export/write_rows.ts";

const FILES = new URL("../../tests/parquet/", import.meta.url);

const DECIMAL = {
  converted_type: "DECIMAL",
  ...{ precision: 18, scale: 3 },
  logical_type: { type: "DECIMAL", precision: 18, scale: 3 },
} as const;

const BACKINGS: readonly Partial<SchemaElement>[] = [
  { type: "INT32", ...DECIMAL, precision: 9 },
  { type: "INT64", ...DECIMAL },
  { type: "FIXED_LEN_BYTE_ARRAY", type_length: 9, ...DECIMAL },
  { type: "BYTE_ARRAY", ...DECIMAL },
];

for (const backing of BACKINGS) {
  Deno.test(`decimals in ${backing.type} are exact wherever they are seen`, async () => {
    const unscaled = [1_003_858n, 12_340n, -1n, null, 300n, 1_003_857n, -1_003_858n, 0n];
    const table = await openFile(makeFile([column("d", backing, unscaled)], 3));
    const shown = ["1003.858", "12.340", "-0.001", null, "0.300", "1003.857", "-1003.858", "0.000"];
    assert.deepEqual(await textsOf(table, "d"), shown);
    assert.deepEqual(await find(table, "d", "eq", "1003.858"), [0]);
    assert.deepEqual(await find(table, "d", "eq", "0.3"), [4]);
    assert.deepEqual(await find(table, "d", "eq", "0.3000001"), []);
    assert.deepEqual(await find(table, "d", "gt", "1003.8575"), [0]);
    assert.deepEqual(await find(table, "d", "lt", "-0.0005"), [2, 6]);
    assert.deepEqual(await find(table, "d", "gte", "-1e-3"), [0, 1, 2, 4, 5, 7]);
    assert.deepEqual(await find(table, "d", "in", "12.34", "0"), [1, 7]);
    assert.deepEqual(await find(table, "d", "ne", "12.34"), [0, 2, 4, 5, 6, 7]);
    await assert.rejects(find(table, "d", "gt", "NaN"), /needs a number/);

    const order = { column: "d", isDescending: false, pace };
    const sorted = await sortRows(table, allOf(table), order);
    assert.deepEqual([...sorted.rows!], [6, 2, 7, 4, 1, 5, 0, 3]);
    const profile = await profileColumn(table, allOf(table), { column: "d", pace });
    assert.deepEqual([profile.min, profile.max], ["-1003.858", "1003.858"]);
    const { groups } = await groupRows(table, allOf(table), { by: ["d"], measure: "d", pace });
    assert.deepEqual(groups.find(({ keys }) => keys[0] === "0.300")?.exactSum, "0.300");

    const saved = await writeRows(table, allOf(table), { format: "parquet", pace });
    const copy = await openFile(await saved.bytes());
    assert.deepEqual(await textsOf(copy, "d"), shown);
    assert.match(copy.column("d").type, /^decimal\(18, 3\)$/);
    const csv = await (await writeRows(table, allOf(table), { format: "csv", pace })).text();
    assert.equal(csv, `d\r\n${shown.map((cell) => cell ?? "").join("\r\n")}\r\n`);
  });
}

Deno.test("a sum of decimals keeps the digits that a double lacks", async () => {
  const values = [9_007_199_254_740_993n, 9_007_199_254_740_993n, 1n];
  const type = { type: "INT64", ...DECIMAL } as const;
  const table = await openFile(
    makeFile([column("d", type, values), column("g", { type: "BOOLEAN" }, [true, true, true])]),
  );
  const { groups } = await groupRows(table, allOf(table), { by: ["g"], measure: "d", pace });
  assert.equal(groups[0]!.exactSum, "18014398509481.987");
});

Deno.test("instants are found by what is shown, before 1970 too, and saved in their unit", async () => {
  for (const [unit, zeros] of [["MICROS", ""], ["NANOS", "000"]] as const) {
    const at = [-1500n, -1n, 1500n, 1_714_594_500_000_900n].map((micro) =>
      unit === "NANOS" ? micro * 1000n : micro
    );
    for (const isAdjustedToUTC of [true, false]) {
      const logical_type = { type: "TIMESTAMP", unit, isAdjustedToUTC } as const;
      const table = await openFile(makeFile([column("t", { type: "INT64", logical_type }, at)], 1));
      assert.deepEqual(await textsOf(table, "t"), [
        ...["1969-12-31T23:59:59.998500Z", "1969-12-31T23:59:59.999999Z"],
        ...["1970-01-01T00:00:00.001500Z", "2024-05-01T20:15:00.000900Z"],
      ]);
      assert.deepEqual(await find(table, "t", "lt", "1970-01-01"), [0, 1]);
      assert.deepEqual(await find(table, "t", "gt", "2024-05-01T20:15:00Z"), [3]);
      assert.deepEqual(await find(table, "t", "gte", `2024-05-01T20:15:00.0009${zeros}1Z`), []);
      assert.deepEqual(await find(table, "t", "eq", "2024-05-01T22:15:00.0009+02:00"), [3]);
      assert.deepEqual(await find(table, "t", "eq", "2024-05-01T20:15:00.000900000001Z"), []);
      const saved = await writeRows(table, allOf(table), { format: "parquet", pace });
      const copy = await openFile(await saved.bytes());
      assert.deepEqual(await textsOf(copy, "t"), await textsOf(table, "t"));
      assert.equal(copy.column("t").type, table.column("t").type);
    }
  }
});

Deno.test("doubles and floats are found by what is shown", async () => {
  const values = [1e17, 0.1, -0, 0, NaN, Infinity, -Infinity, 123456789012345680, 5e-324];
  const table = await openFile(makeFile([
    column("d", { type: "DOUBLE" }, values),
    column("f", { type: "FLOAT" }, values.map(Math.fround)),
  ]));
  assert.deepEqual(await textsOf(table, "d"), [
    ...["100000000000000000", "0.1", "-0", "0", "NaN", "Infinity", "-Infinity"],
    ...["123456789012345680", "5e-324"],
  ]);
  assert.deepEqual((await textsOf(table, "f")).slice(0, 3), ["100000000000000000", "0.1", "-0"]);
  for (const name of ["d", "f"]) {
    for (const [row, text] of (await textsOf(table, name)).entries()) {
      const found = await find(table, name, "eq", text!);
      assert.ok(found.includes(row), `${name} is ${text}: ${found}`);
    }
    assert.deepEqual(await find(table, name, "eq", "NaN"), [4]);
    assert.deepEqual(await find(table, name, "gte", "Infinity"), [5]);
    assert.deepEqual(await find(table, name, "lte", "-inf"), [6]);
  }
  assert.deepEqual(await find(table, "f", "gt", "0.1"), [0, 5, 7]);
  assert.deepEqual(await find(table, "f", "gte", "0.1"), [0, 1, 5, 7]);
  assert.deepEqual(await find(table, "f", "gte", "0.10000001"), [0, 5, 7]);
  assert.deepEqual(await find(table, "f", "lt", "0.10000001"), [1, 2, 3, 6, 8]);
});

Deno.test("whole numbers reach to the ends of 64 bits, with and without a sign", async () => {
  const unsigned = [2n ** 64n - 1n, 0n, 2n ** 63n, 9_007_199_254_740_993n];
  const signed = [2n ** 63n - 1n, -(2n ** 63n), 0n, -1n];
  const table = await openFile(makeFile([
    column("u", { type: "INT64", converted_type: "UINT_64" }, unsigned),
    column("s", { type: "INT64" }, signed),
    column("w", { type: "INT32", converted_type: "UINT_32" }, [4_294_967_295, 0, 2 ** 31, 1]),
  ], 1));
  for (const [name, values] of [["u", unsigned], ["s", signed]] as const) {
    assert.deepEqual(await textsOf(table, name), values.map(String));
    for (const [row, value] of values.entries()) {
      assert.deepEqual(await find(table, name, "eq", String(value)), [row]);
    }
  }
  assert.deepEqual(await find(table, "u", "gt", "9223372036854775807.5"), [0, 2]);
  assert.deepEqual(await find(table, "s", "lt", "-0.5"), [1, 3]);
  assert.deepEqual(await find(table, "s", "gte", "1e30"), []);
  assert.deepEqual(await find(table, "w", "gte", "2147483648"), [0, 2]);
  const saved = await writeRows(table, allOf(table), { format: "parquet", pace });
  const copy = await openFile(await saved.bytes());
  for (const name of ["u", "s", "w"]) {
    assert.deepEqual(await textsOf(copy, name), await textsOf(table, name));
    assert.equal(copy.column(name).type, table.column(name).type);
  }
});

Deno.test("times of day, intervals, identifiers and bytes are shown as what they are", async () => {
  const time = (unit: "MILLIS" | "MICROS" | "NANOS") => ({
    logical_type: { type: "TIME", isAdjustedToUTC: false, unit },
  } as const);
  const interval = Uint8Array.of(14, 0, 0, 0, 3, 0, 0, 0, 0x94, 0x11, 0, 0);
  const table = await openFile(makeFile([
    column("ms", { type: "INT32", ...time("MILLIS") }, [72_900_000, null]),
    column("µs", { type: "INT64", ...time("MICROS") }, [72_900_000_001n, 0n]),
    column("ns", { type: "INT64", ...time("NANOS") }, [86_399_999_999_999n, 1n]),
    column("interval", {
      type: "FIXED_LEN_BYTE_ARRAY",
      type_length: 12,
      converted_type: "INTERVAL",
    }, [interval, new Uint8Array(12)]),
    column("uuid", {
      type: "FIXED_LEN_BYTE_ARRAY",
      type_length: 16,
      logical_type: { type: "UUID" },
    }, ["00112233-4455-6677-8899-aabbccddeeff", null]),
    column("bson", { type: "BYTE_ARRAY", converted_type: "BSON" }, [
      Uint8Array.of(5, 0, 0, 0, 0),
      null,
    ]),
    column("json", { type: "BYTE_ARRAY", logical_type: { type: "JSON" } }, [
      '{"n":1.0}',
      "9007199254740993",
    ]),
    column("enum", { type: "BYTE_ARRAY", converted_type: "ENUM" }, ["A", "B"]),
    column("date", { type: "INT32", converted_type: "DATE" }, [-1, 20_000]),
  ]));
  const first = async (name: string) => (await textsOf(table, name))[0];
  assert.equal(await first("ms"), "20:15:00");
  assert.equal(await first("µs"), "20:15:00.000001");
  assert.equal(await first("ns"), "23:59:59.999999999");
  assert.deepEqual(await textsOf(table, "interval"), ["P14M3DT4.5S", "PT0S"]);
  assert.equal(await first("uuid"), "00112233-4455-6677-8899-aabbccddeeff");
  assert.equal(await first("bson"), "0x0500000000");
  assert.deepEqual(await textsOf(table, "json"), ['{"n":1.0}', "9007199254740993"]);
  assert.equal(await first("enum"), "A");
  assert.equal(await first("date"), "1969-12-31T00:00:00.000Z");
  assert.deepEqual(await find(table, "ms", "eq", "20:15"), [0]);
  assert.deepEqual(await find(table, "ns", "gt", "00:00"), [0, 1]);
  assert.deepEqual(await find(table, "ns", "lt", "00:00:00.0000000011"), [1]);
  assert.deepEqual(await find(table, "date", "lt", "1970-01-01"), [0]);
  assert.deepEqual(await find(table, "date", "lte", "1969-12-31T12:00"), [0]);
  assert.deepEqual(await find(table, "uuid", "eq", "00112233-4455-6677-8899-AABBCCDDEEFF"), [0]);
  const saved = await writeRows(table, allOf(table), { format: "parquet", pace });
  const copy = await openFile(await saved.bytes());
  for (const { name, type } of table.shape.columns) {
    assert.deepEqual(await textsOf(copy, name), await textsOf(table, name), name);
    assert.equal(copy.column(name).type, type);
  }
});

Deno.test("columns of one name, and a path that looks like a name, are told apart", async () => {
  const table = await openFile(makeFile([
    {
      schema: [
        { name: "a", repetition_type: "OPTIONAL", num_children: 1 },
        { name: "b", type: "INT64", repetition_type: "OPTIONAL" },
      ],
      data: [{ b: 1n }, null],
    },
    column("a.b", { type: "INT64" }, [10n, 20n]),
    column("x", { type: "INT64" }, [1n, 2n]),
    column("y", TEXT, ["p", "q"]),
  ]));
  assert.deepEqual(await textsOf(table, "a"), ['{"b":1}', null]);
  assert.deepEqual(await textsOf(table, "a.b"), ["10", "20"]);
  assert.deepEqual(await find(table, "a.b", "eq", "20"), [1]);
  assert.deepEqual(await find(table, "a.b", "missing"), []);

  const bytes = await Deno.readFile(new URL("two_names.parquet", FILES));
  const two = await openFile(bytes);
  assert.deepEqual(two.shape.columns.map(({ name }) => name), ["x", "x (2)"]);
  assert.deepEqual(await textsOf(two, "x"), ["1", "2"]);
  assert.deepEqual(await textsOf(two, "x (2)"), ["p", "q"]);
  assert.deepEqual(await find(two, "x (2)", "eq", "q"), [1]);
  const json = await (await writeRows(two, allOf(two), { format: "json", pace })).text();
  assert.deepEqual(JSON.parse(json)[1], { "x": 2, "x (2)": "q" });
});

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;

Deno.test("texts that are none keep their bytes; a byte order mark stays", async () => {
  const data = ["\ufeffa", Uint8Array.of(0xff, 0x61), ""];
  const plain = column(
    "t",
    { type: "BYTE_ARRAY" },
    data.map((value) => typeof value === "string" ? new TextEncoder().encode(value) : value),
  );
  const table = await openFile(makeFile([plain]));
  assert.deepEqual(await textsOf(table, "t"), ["\ufeffa", "0xff61", ""]);
  assert.deepEqual(await find(table, "t", "eq", "0xff61"), [1]);
});

Deno.test("CSV tells an empty text from a missing value, guards formulas, and leaves numbers alone", async () => {
  const table = await openFile(makeFile([
    column("=name", TEXT, ["=1+1", "", null, "-x"]),
    column("n", { type: "INT64" }, [-1n, -2n, null, 3n]),
  ]));
  const csv = async (formulas?: "keep") => {
    const how = { format: "csv", ...formulas === undefined ? {} : { formulas }, pace } as const;
    return await (await writeRows(table, allOf(table), how)).text();
  };
  assert.equal(await csv(), `'=name,n\r\n'=1+1,-1\r\n"",-2\r\n,\r\n'-x,3\r\n`);
  assert.equal(await csv("keep"), `=name,n\r\n=1+1,-1\r\n"",-2\r\n,\r\n-x,3\r\n`);
});

Deno.test("nested values keep what JSON cannot say as numbers", () => {
  assert.equal(cellText(new Map([["k", 2n ** 60n]])), '{"k":"1152921504606846976"}');
  assert.equal(cellText([NaN, -0, 0.5]), '["NaN",-0,0.5]');
});
