// Tests of the quarantine file, its counts and its examples.

import assert from "node:assert/strict";
import { reason, type RuleId } from "../../domain/rule.ts";
import { BadRowList, type BadRows } from "../transform/scan/bad_rows.ts";
import { QuarantineSink } from "./quarantine_sink.ts";

function badRows(rules: readonly RuleId[], raw = "a,b", isBase64 = false): BadRows {
  const list = new BadRowList();
  rules.forEach((rule, index) => {
    list.add({ offset: index * 10, raw, isBase64 }, index, [reason(rule, null, null)]);
  });
  return list.take();
}

async function withSink(test: (sink: QuarantineSink, path: string) => void): Promise<void> {
  const path = await Deno.makeTempFile();
  const sink = new QuarantineSink(path);
  try {
    test(sink, path);
  } finally {
    sink.abort();
    await Deno.remove(path);
  }
}

Deno.test("QuarantineSink writes one line a row, in the order in which blocks come", async () => {
  await withSink((sink, path) => {
    sink.addBlock(badRows(["row.columns", "watch_date.invalid"]), { source: "a", firstLine: 2 });
    sink.addBlock(badRows([]), { source: "a", firstLine: 10 });
    sink.addBlock(badRows(["row.columns"]), { source: "b", firstLine: 5 });
    sink.finish();
    const text = Deno.readTextFileSync(path);
    assert.ok(text.endsWith("}\n"));
    const rows = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(rows.map(({ source, line }) => [source, line]), [["a", 2], ["a", 3], [
      "b",
      5,
    ]]);
  });
});

Deno.test("QuarantineSink counts rows by rule, in the rules' order", async () => {
  await withSink((sink) => {
    const rules: RuleId[] = ["watch_date.invalid", "row.columns", "watch_date.invalid"];
    sink.addBlock(badRows(rules), { source: "a", firstLine: 1 });
    assert.equal(JSON.stringify(sink.reasons()), '{"row.columns":1,"watch_date.invalid":2}');
    assert.equal(sink.rows, 3);
  });
});

Deno.test("QuarantineSink keeps the first five rows of a rule as examples", async () => {
  await withSink((sink) => {
    sink.addBlock(badRows(Array(7).fill("row.columns")), { source: "a", firstLine: 1 });
    assert.deepEqual(sink.examples.get("row.columns")?.map(({ line }) => line), [1, 2, 3, 4, 5]);
  });
});

Deno.test("QuarantineSink shortens long examples, base64 so that it still decodes", async () => {
  await withSink((sink, path) => {
    const long = "\u{1F600}".repeat(3_000);
    sink.addBlock(badRows(["row.columns"], `x${long}`), { source: "a", firstLine: 1 });
    sink.addBlock(badRows(["row.encoding"], "////".repeat(1_000), true), {
      source: "a",
      firstLine: 2,
    });
    const [text] = sink.examples.get("row.columns") ?? [];
    assert.ok(text.raw.length <= 2_001 && text.raw.endsWith("…") && text.raw.isWellFormed());
    const [base64] = sink.examples.get("row.encoding") ?? [];
    assert.equal(Uint8Array.fromBase64(base64.raw).length, 1_500);
    sink.finish();
    assert.equal(JSON.parse(Deno.readTextFileSync(path).split("\n")[0]).raw, `x${long}`);
  });
});

Deno.test("QuarantineSink.abort() may be called at any time", async () => {
  await withSink((sink) => {
    sink.finish();
    sink.abort();
    sink.abort();
  });
});
