// Tests of what an input's beginning says.

import assert from "node:assert/strict";
import { InputError } from "../../domain/errors.ts";
import { type DescribedInput, describeInput, type PlainInput } from "./describe_input.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date";

async function describe(text: string, format: PlainInput["format"]): Promise<DescribedInput> {
  const dataPath = await Deno.makeTempFile();
  try {
    const bytes = new TextEncoder().encode(text);
    await Deno.writeFile(dataPath, bytes);
    return describeInput({ path: "in", dataPath, dataBytes: bytes.length, format });
  } finally {
    await Deno.remove(dataPath);
  }
}

function firstRow({ firstRowAt, firstRowLine }: DescribedInput): [number, number] {
  return [firstRowAt, firstRowLine];
}

Deno.test("describeInput() finds the first row behind a header, a BOM and blank lines", async () => {
  assert.deepEqual(firstRow(await describe(`${HEADER}\nu,s`, "csv")), [HEADER.length + 1, 2]);
  const csv = await describe(`\uFEFF\r\n \n${HEADER}\r\nu,s`, "csv");
  assert.deepEqual(firstRow(csv), [HEADER.length + 9, 4]);
});

Deno.test("describeInput() reads a header over several lines, and one without rows", async () => {
  const csv = await describe(`"no\nte",${HEADER}`, "csv");
  assert.deepEqual(firstRow(csv), [HEADER.length + 8, 2]);
  assert.deepEqual(csv.ignoredColumns, ["no\nte"]);
});

Deno.test("describeInput() refuses what is no CSV of views, saying why", async () => {
  const refused = async (text: string, why: RegExp) => {
    await assert.rejects(describe(text, "csv"), (error) => {
      return error instanceof InputError && why.test(error.message);
    });
  };
  await refused("", /as it is empty/);
  await refused("\n\n", /as it is empty/);
  await refused('"user_id"x,show_name\n', /is no CSV header/);
  await refused('"user_id', /is no CSV header/);
  await refused("user,show\n", /user_id/);
});

Deno.test("describeInput() knows a file that has another format's name", async () => {
  const row = '{"user_id":"u"}';
  for (const text of [`[${row}]`, `[\n${row}]`, `${row}\n${row}`, `\uFEFF\n{}\n`]) {
    await assert.rejects(describe(text, "csv"), /as it is JSON: name the file \.json if/, text);
  }
  for (const format of ["json", "ndjson"] as const) {
    for (const text of [`${HEADER}\n`, `\uFEFFsep=;\n${HEADER.replaceAll(",", ";")}\nu;s`]) {
      await assert.rejects(describe(text, format), /as it is CSV: name the file \.csv$/, text);
    }
  }
  assert.deepEqual(firstRow(await describe("user_id,show_name\n", "ndjson")), [0, 1]);
});

Deno.test("describeInput() starts NDJSON at its first byte, or behind a BOM", async () => {
  assert.deepEqual(firstRow(await describe("{}\n", "ndjson")), [0, 1]);
  assert.deepEqual(firstRow(await describe("\uFEFF{}\n", "ndjson")), [3, 1]);
});

Deno.test("describeInput() starts a JSON array behind its bracket", async () => {
  assert.deepEqual(firstRow(await describe("\uFEFF \n\r\n[\n{}]", "json")), [8, 3]);
  await assert.rejects(describe(' {"a":1}', "json"), /does not start with "\["/);
});
