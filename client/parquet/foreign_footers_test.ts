// Footers of other writers are taken at their word only where the word is known: orders of statistics, numbers of
// rows, older forms of lists; what is encrypted, cut or damaged is said.

import assert from "node:assert/strict";
import {
  allOf,
  column,
  find,
  makeFile,
  openFile,
  pace,
  type RawFooter,
  textsOf,
  withFooter,
} from "./parquet_fixture.ts";
import { OpenFile } from "./questions/answer_question.ts";
import { writeRows } from "./export/write_rows.ts";

const FILES = new URL("../../tests/parquet/", import.meta.url);
const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;

/** Bounds of every chunk of the column at `at`, as bytes of the second form or the first. */
function withBounds(
  at: number,
  { min, max, isOld = false, hasOrders = true }: {
    readonly min: Uint8Array;
    readonly max: Uint8Array;
    readonly isOld?: boolean;
    readonly hasOrders?: boolean;
  },
): (footer: RawFooter) => void {
  return (footer) => {
    for (const group of footer.field_4) {
      const meta = group.field_1[at].field_3;
      meta.field_12 = isOld
        ? { field_1: max, field_2: min, field_3: 0n }
        : { field_3: 0n, field_5: max, field_6: min };
    }
    if (!hasOrders) delete footer.field_7;
  };
}

const int32 = (value: number) => new Uint8Array(Int32Array.of(value).buffer);
const float64 = (value: number) => new Uint8Array(Float64Array.of(value).buffer);
const utf8 = (text: string) => new TextEncoder().encode(text);

Deno.test("unsigned bounds of the first form, found by signed comparison, leave nothing out", async () => {
  const file = makeFile([
    column("n", { type: "INT32", converted_type: "UINT_32" }, [1, 5, 4_000_000_000]),
  ]);
  // As signed numbers, 4,000,000,000 is the least.
  for (const [isOld, hasOrders] of [[true, true], [true, false], [false, false]] as const) {
    const bounds = { min: int32(1), max: int32(5), isOld, hasOrders };
    const table = await openFile(withFooter(file, withBounds(0, bounds)));
    assert.deepEqual(await find(table, "n", "eq", "4000000000"), [2]);
    assert.deepEqual(await find(table, "n", "gt", "6"), [2]);
  }
});

Deno.test("signed bounds of the first form are used; those of texts are not", async () => {
  const file = makeFile([column("n", { type: "INT32" }, [1, 5]), column("t", TEXT, ["a", "é"])]);
  const numbers = await openFile(
    withFooter(
      file,
      withBounds(0, { min: int32(1), max: int32(5), isOld: true, hasOrders: false }),
    ),
  );
  assert.deepEqual(numbers.bounds("n", 0).range, { kind: "keys", min: 1, max: 5 });
  // By signed bytes "é" is less than "a".
  const texts = { min: utf8("a"), max: utf8("a"), isOld: true };
  const table = await openFile(withFooter(file, withBounds(1, texts)));
  assert.deepEqual(await find(table, "t", "eq", "é"), [1]);
  const untold = { min: utf8("a"), max: utf8("a"), hasOrders: false };
  assert.deepEqual(
    await find(await openFile(withFooter(file, withBounds(1, untold))), "t", "gt", "b"),
    [1],
  );
});

Deno.test("bounds that are NaN, of another length or in disorder leave nothing out", async () => {
  const file = makeFile([
    column("d", { type: "DOUBLE" }, [1, NaN, 7]),
    column("n", { type: "INT32" }, [1, 2, 3]),
  ]);
  const doubles = [
    [float64(NaN), float64(NaN)],
    [float64(1), float64(NaN)],
    [float64(NaN), float64(7)],
    [float64(7), float64(1)],
    [new Uint8Array(), new Uint8Array()],
  ] as const;
  for (const [min, max] of doubles) {
    const table = await openFile(withFooter(file, withBounds(0, { min, max })));
    assert.deepEqual(await find(table, "d", "eq", "7"), [2]);
    assert.deepEqual(await find(table, "d", "eq", "NaN"), [1]);
    assert.deepEqual(await find(table, "d", "lt", "5"), [0]);
  }
  const short = { min: new Uint8Array(), max: new Uint8Array(2) };
  assert.deepEqual(
    await find(await openFile(withFooter(file, withBounds(1, short))), "n", "eq", "3"),
    [2],
  );
});

Deno.test("bounds of 0 hold for -0 too, and NaN is found beside bounds of numbers", async () => {
  const file = makeFile([column("d", { type: "DOUBLE" }, [-0, 0, NaN])]);
  const table = await openFile(
    withFooter(file, withBounds(0, { min: float64(0), max: float64(-0) })),
  );
  assert.deepEqual(await find(table, "d", "eq", "-0"), [0, 1]);
  assert.deepEqual(await find(table, "d", "lte", "0"), [0, 1]);
  assert.deepEqual(await find(table, "d", "eq", "NaN"), [2]);
});

Deno.test("texts are compared with cut bounds by bytes", async () => {
  const long = "z".repeat(70), values = ["abc", "abcdef", "😀", "\uffff", long];
  const file = makeFile([column("t", TEXT, values)], 1);
  const table = await openFile(file); // the writer cuts bounds to 16 bytes
  for (const [row, text] of values.entries()) {
    assert.deepEqual(await find(table, "t", "eq", text), [row]);
    assert.ok((await find(table, "t", "gte", text)).includes(row));
    assert.ok((await find(table, "t", "lte", text)).includes(row));
  }
  const cut = { min: utf8("abc"), max: Uint8Array.of(0xf5) }; // no UTF-8 at all
  const other = await openFile(withFooter(file, withBounds(0, cut)));
  for (const [row, text] of values.entries()) {
    assert.deepEqual(await find(other, "t", "eq", text), [row]);
  }
});

Deno.test("decimals in bytes of any length were compared in many ways: their bounds leave nothing out", async () => {
  const decimal = {
    type: "BYTE_ARRAY",
    converted_type: "DECIMAL",
    ...{ precision: 9, scale: 0 },
  } as const;
  const file = makeFile([column("d", decimal, [1n, 256n, 2n])]);
  const bounds = { min: Uint8Array.of(1), max: Uint8Array.of(2) }; // by bytes 0x0100 is between them
  const table = await openFile(withFooter(file, withBounds(0, bounds)));
  assert.deepEqual(await find(table, "d", "eq", "256"), [1]);
});

Deno.test("a count of missing values without bounds is not believed when it is 0", async () => {
  const file = makeFile([column("n", { type: "INT32" }, [1, null])]);
  const table = await openFile(withFooter(file, (footer) => {
    footer.field_4[0].field_1[0].field_3.field_12 = { field_3: 0n };
  }));
  assert.deepEqual(await find(table, "n", "missing"), [1]);
});

Deno.test("the rows are those of the row groups, whatever the footer says of the whole", async () => {
  const bytes = await Deno.readFile(new URL("repeated_no_annotation.parquet", FILES));
  const table = await openFile(bytes); // its footer says 0 rows
  assert.deepEqual(await textsOf(table, "id"), ["1", "2", "3", "4", "5", "6"]);
  assert.deepEqual((await textsOf(table, "phoneNumbers")).slice(1, 4), [
    ...[null, '{"phone":[]}', '{"phone":[{"number":5555555555,"kind":null}]}'],
  ]);
});

Deno.test("an encrypted column is said to be; the others are shown", async () => {
  const bytes = await Deno.readFile(new URL("encrypted_columns.parquet", FILES));
  const table = await openFile(bytes);
  await assert.rejects(
    textsOf(table, "double_field"),
    /column double_field: the column is encrypted/,
  );
  assert.equal((await textsOf(table, "ba_field"))[0], "parquet000");
  await assert.rejects(writeRows(table, allOf(table), { format: "csv", pace }), /is encrypted/);

  const file = new OpenFile();
  await file.answer("open", { file: new Blob([bytes]) }, pace);
  const rows = await file.answer("rows", { from: 0, to: 2 }, pace);
  assert.deepEqual(rows.unreadable, ["float_field", "double_field"]);
  assert.match(rows.cells[5]![0]!, /is encrypted/);
  assert.equal(rows.cells[0]![0], "true");
  const row = await file.answer("row", { place: 1 }, pace);
  assert.equal(row[0], "false");
  assert.match(row[4]!, /is encrypted/);
});

Deno.test("a column without metadata is one that is encrypted with its footer's key", async () => {
  const file = makeFile([column("n", { type: "INT32" }, [1]), column("t", TEXT, ["a"])]);
  const table = await openFile(withFooter(file, (footer) => {
    delete footer.field_4[0].field_1[0].field_3;
    footer.field_4[0].field_1[0].field_9 = new Uint8Array(8);
  }));
  await assert.rejects(textsOf(table, "n"), /column n: the column is encrypted/);
  assert.deepEqual(await textsOf(table, "t"), ["a"]);
});

Deno.test("columns in other files, of LZO and of codecs to come are refused by name", async () => {
  const file = makeFile([column("n", { type: "INT32" }, [1])]);
  const refuse = async (change: (chunk: RawFooter) => void, why: RegExp) => {
    const table = await openFile(
      withFooter(file, (footer) => change(footer.field_4[0].field_1[0])),
    );
    await assert.rejects(textsOf(table, "n"), why);
  };
  await refuse((chunk) => chunk.field_1 = "part-0.parquet", /file of its own, part-0.parquet/);
  await refuse((chunk) => chunk.field_3.field_4 = 3, /compressed with LZO/);
  await refuse((chunk) => chunk.field_3.field_4 = 12, /newer than this page/);
  await refuse((chunk) => chunk.field_3.field_9 = 10n ** 9n, /lie outside the file/);
});

Deno.test("bytes that an old writer forgot to count are read; places of dictionaries that are none are not", async () => {
  const values = Array.from({ length: 100 }, (_, i) => i % 3);
  const file = makeFile([column("n", { type: "INT32" }, values)]);
  const change = (writer: string, of: (meta: RawFooter) => void) =>
    openFile(withFooter(file, (footer) => {
      footer.field_6 = writer;
      of(footer.field_4[0].field_1[0].field_3);
    }));
  const isShort = (meta: RawFooter) => meta.field_7 -= 20n;
  const old = await change("parquet-mr version 1.2.8 (build 0)", isShort);
  assert.deepEqual(await textsOf(old, "n"), values.map(String));
  const cut = await change("parquet-mr version 1.13.1", isShort);
  await assert.rejects(textsOf(cut, "n"), /column n: its page \d is cut short/);
  const plain = makeFile([column("n", { type: "INT32" }, [7, 8, 9])]);
  for (const place of [0n, 4_000n]) {
    const table = await openFile(withFooter(plain, (footer) => {
      footer.field_4[0].field_1[0].field_3.field_11 = place;
    }));
    assert.deepEqual(await textsOf(table, "n"), ["7", "8", "9"]);
  }
});

Deno.test("lists in the forms of older writers hold what they held", async () => {
  const list = (name: string, children: number) => [
    { name: "l", repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 } as const,
    { name, repetition_type: "REPEATED", num_children: children } as const,
    { name: "item", type: "INT32", repetition_type: "OPTIONAL" } as const,
  ];
  // As the usual form is stored, so are these: only names tell whether the group is the item.
  const data = [[1, null], [], null];
  const usual = makeFile([{ schema: list("list", 1), data }]);
  const named = async (name: string) => {
    const file = withFooter(usual, (footer) => {
      footer.field_2[2].field_4 = name;
      footer.field_4[0].field_1[0].field_3.field_3[1] = name;
    });
    return await textsOf(await openFile(file), "l");
  };
  assert.deepEqual(await named("list"), ["[1,null]", "[]", null]);
  assert.deepEqual(await named("bag"), ["[1,null]", "[]", null]);
  assert.deepEqual(await named("array"), ['[{"item":1},{"item":null}]', "[]", null]);
  assert.deepEqual(await named("l_tuple"), ['[{"item":1},{"item":null}]', "[]", null]);
  // Without any annotation the group that repeats is a list of its own.
  const bare = withFooter(usual, (footer) => delete footer.field_2[1].field_6);
  assert.deepEqual(await textsOf(await openFile(bare), "l"), [
    ...['{"list":[{"item":1},{"item":null}]}', '{"list":[]}', null],
  ]);
});

Deno.test("what is cut, empty or no Parquet says which", async () => {
  const file = makeFile([column("n", { type: "INT32" }, [1, 2, 3])]);
  await assert.rejects(openFile(new Uint8Array()), /it is empty \(0 bytes\)/);
  await assert.rejects(
    openFile(file.slice(0, -10)),
    /cut short or damaged: it does not end with the mark PAR1/,
  );
  await assert.rejects(
    openFile(Uint8Array.from(utf8("user_id,show_name\r\n"))),
    /no Parquet file: it does not end/,
  );
  const long = file.slice();
  new DataView(long.buffer).setUint32(long.length - 8, 10_000_000, true);
  await assert.rejects(openFile(long), /its footer would have 10,000,000 bytes/);
});

Deno.test("a file with any byte changed is read or refused in words", async () => {
  const file = makeFile([
    column("n", { type: "INT64" }, [1n, null, 3n, 2n ** 60n]),
    column("t", TEXT, ["a", "b", "b", null]),
    column("d", { type: "DOUBLE" }, [0.1, 0.2, null, NaN]),
  ]);
  for (let at = 0; at < file.length; at++) {
    for (const flip of [1, 0x80, 0xff]) {
      const damaged = file.slice();
      damaged[at]! ^= flip;
      await readAll(damaged).catch((error: Error) => {
        const isTold = /^(Cannot read column|This (is no |Parquet )?)/.test(error.message);
        assert.ok(isTold, `byte ${at} ^ ${flip}: ${error.stack}`);
      });
    }
  }
});

async function readAll(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const table = await openFile(bytes);
  for (const { name } of table.shape.columns) await textsOf(table, name);
}
