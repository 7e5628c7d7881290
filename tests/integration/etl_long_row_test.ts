// Runs the ETL on rows that are longer than what is parsed, than the kernel's window, and than can be held.

import assert from "node:assert/strict";
import { join } from "node:path";
import { InputError } from "../../domain/errors.ts";
import { runEtl } from "../../pipeline/etl.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";
const MIB = 1 << 20;
const encode = (text: string) => new TextEncoder().encode(text);

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-long-row-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(folder: string, name: string) {
  const report = await runEtl({
    inputs: [join(folder, name)],
    out: join(folder, "out.parquet"),
    nowMs: Date.UTC(2026, 0),
    maxQuarantined: 1,
    workers: 2,
  });
  const quarantine = await Deno.readTextFile(join(folder, "out.quarantine.ndjson"));
  return { report, rows: quarantine.trimEnd().split("\n").map((line) => JSON.parse(line)) };
}

Deno.test("runEtl() keeps a CSV row of 34 MiB whole, and reads the rows around it", () =>
  inFolder(async (folder) => {
    const long = `v,${"é,".repeat(34 * MIB / 3)}`;
    const before = `${HEADER}u,Lupin,30,2024-01-01\n`;
    await Deno.writeTextFile(join(folder, "a.csv"), `${before}${long}\r\nw,Lupin,x,2024-01-02\n`);
    const { report, rows } = await run(folder, "a.csv");
    assert.deepEqual(report.ledger, {
      read: 3,
      accepted: 1,
      duplicate: 0,
      quarantined: 2,
      excluded: 0,
    });
    assert.ok(rows[0].raw === long);
    assert.deepEqual(rows.map(({ line, offset }) => [line, offset]), [
      [3, before.length],
      [4, before.length + encode(long).length + 2],
    ]);
    assert.deepEqual(report.reasons, {
      "row.too_long": 1,
      "watch_duration_minutes.not_a_number": 1,
    });
  }));

Deno.test("runEtl() keeps a row of NDJSON whole that is long and not UTF-8", () =>
  inFolder(async (folder) => {
    const good =
      '{"user_id":"u","show_name":"Lupin","watch_duration_minutes":5,"watch_date":"2024-01-01"}\n';
    const long = new Uint8Array(17 * MIB).fill(0xff);
    const file = await new Blob([good, long, "\n", good.replace("2024", "2025")]).bytes();
    await Deno.writeFile(join(folder, "a.ndjson"), file);
    const { report, rows } = await run(folder, "a.ndjson");
    assert.deepEqual([report.ledger.accepted, rows.length], [2, 1]);
    assert.ok(rows[0].raw === long.toBase64() && rows[0].encoding === "base64");
    assert.deepEqual(rows[0].reasons.map(({ rule }: { rule: string }) => rule), [
      ...["row.encoding", "row.too_long"],
    ]);
  }));

Deno.test("runEtl() refuses a line of over 1 GiB with one sentence", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.ndjson");
    await Deno.writeTextFile(path, "{}\n");
    await Deno.truncate(path, 1_100 * MIB);
    await assert.rejects(run(folder, "a.ndjson"), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^Cannot read .*a\.ndjson as a line must .*: the one at byte 3 /);
      return true;
    });
  }));
