// Tests of looking through a CSV before it is read.

import assert from "node:assert/strict";
import { describeInput } from "./describe_input.ts";

const HEADER = "user_id;show_name;watch_duration_minutes;watch_date";

async function decimalMark(rows: readonly string[], header = HEADER): Promise<string> {
  const dataPath = await Deno.makeTempFile();
  try {
    const bytes = new TextEncoder().encode([header, ...rows].join("\n"));
    await Deno.writeFile(dataPath, bytes);
    const { layout } = describeInput({
      ...{ path: "in", dataPath, dataBytes: bytes.length, format: "csv" },
    });
    return "form" in layout ? layout.form.decimalMark : "";
  } finally {
    await Deno.remove(dataPath);
  }
}

Deno.test("findDecimalMark() takes a comma when a duration has one and none has a point", async () => {
  const row = (minutes: string) => `u;Mr. B, 2;${minutes};2024-01-01`;
  assert.equal(await decimalMark([row("30,5"), row("12")]), ",");
  assert.equal(await decimalMark([row("30"), row("12")]), ".");
  assert.equal(await decimalMark([row("30,5"), row("12.5")]), ".");
  assert.equal(await decimalMark([row("30,5"), 'u;"x"y;1.5;z', "a;b;1.5", row("12")]), ",");
  // The one with a point stands far behind what is looked at first.
  const many = Array.from({ length: 60_000 }, () => row("30,5"));
  assert.equal(await decimalMark([...many, row("1.5")]), ".");
  assert.equal(await decimalMark(many), ",");
});

Deno.test("findDecimalMark() leaves a comma between cells what it is", async () => {
  assert.equal(await decimalMark(['u,s,"30,5",2024-01-01'], HEADER.replaceAll(";", ",")), ".");
});
