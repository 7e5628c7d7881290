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

function place(source = "a", firstLine = 1, dataPath = "nowhere") {
  return { source, firstLine, dataPath };
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
    sink.addBlock(badRows(["row.columns", "watch_date.invalid"]), place("a", 2));
    sink.addBlock(badRows([]), place("a", 10));
    sink.addBlock(badRows(["row.columns"]), place("b", 5));
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
    sink.addBlock(badRows(rules), place());
    assert.equal(JSON.stringify(sink.reasons()), '{"row.columns":1,"watch_date.invalid":2}');
    assert.equal(sink.rows, 3);
  });
});

Deno.test("QuarantineSink keeps the first five rows of a rule as examples", async () => {
  await withSink((sink) => {
    sink.addBlock(badRows(Array(7).fill("row.columns")), place());
    assert.deepEqual(sink.examples.get("row.columns")?.map(({ line }) => line), [1, 2, 3, 4, 5]);
  });
});

Deno.test("QuarantineSink shortens long examples, base64 so that it still decodes", async () => {
  await withSink((sink, path) => {
    const long = "\u{1F600}".repeat(3_000);
    sink.addBlock(badRows(["row.columns"], `x${long}`), place());
    sink.addBlock(badRows(["row.encoding"], "////".repeat(1_000), true), place("a", 2));
    const [text] = sink.examples.get("row.columns") ?? [];
    assert.ok(text.raw.length <= 2_001 && text.raw.endsWith("…") && text.raw.isWellFormed());
    const [base64] = sink.examples.get("row.encoding") ?? [];
    assert.equal(Uint8Array.fromBase64(base64.raw).length, 1_500);
    sink.finish();
    assert.equal(JSON.parse(Deno.readTextFileSync(path).split("\n")[0]).raw, `x${long}`);
  });
});

Deno.test("QuarantineSink copies rows that were too long to be taken along", async () => {
  const data = await Deno.makeTempFile();
  try {
    // Pieces end within characters and within groups of base64.
    const text = 'é"\\\u0001\u{1F600}'.repeat(200_000), utf8 = new TextEncoder().encode(text);
    await Deno.writeFile(data, utf8);
    await withSink((sink, path) => {
      const list = new BadRowList();
      const reasons = [reason("row.too_long", null, null)];
      const short = { offset: 0, raw: "s", isBase64: false };
      list.addLong({ offset: 0, sizeBytes: utf8.length, isBase64: false, start: "é" }, 0, reasons);
      list.add(short, 1, reasons);
      list.addLong({ offset: 1, sizeBytes: 1_000_000, isBase64: true, start: "qQ==" }, 2, reasons);
      list.addLong({ offset: 2, sizeBytes: 1, isBase64: false, start: '"' }, 3, reasons);
      list.add(short, 4, reasons);
      sink.addBlock(list.take(), place("a", 1, data));
      sink.finish();
      const rows = Deno.readTextFileSync(path).split("\n").slice(0, -1).map((line) =>
        JSON.parse(line)
      );
      assert.deepEqual(rows.map(({ line, offset }) => [line, offset]), [
        ...[[1, 0], [2, 0], [3, 1], [4, 2], [5, 0]],
      ]);
      assert.ok(rows[0].raw === text && rows[0].encoding === undefined);
      assert.deepEqual(Uint8Array.fromBase64(rows[2].raw), utf8.subarray(1, 1_000_001));
      assert.equal(rows[2].encoding, "base64");
      assert.deepEqual([rows[1].raw, rows[3].raw, rows[4].raw], ["s", '"', "s"]);
      assert.deepEqual(sink.examples.get("row.too_long")?.map(({ raw }) => raw), [
        ...["é", "s", "qQ==", '"', "s"],
      ]);
    });
  } finally {
    await Deno.remove(data);
  }
});

Deno.test("QuarantineSink.abort() may be called at any time", async () => {
  await withSink((sink) => {
    sink.finish();
    sink.abort();
    sink.abort();
  });
});
