// Tests of reading rows one after the other: the ETL's own reading is what it is held to.

import assert from "node:assert/strict";
import { join } from "node:path";
import type { PublishedRun } from "./etl.ts";
import { tryEtl } from "./etl.ts";
import { readRows } from "./read_rows.ts";

const NOW_MS = Date.UTC(2024, 5, 1);

/** Runs the ETL over `text` and reads its rows again, in batches of `batchBytes`. */
async function readAgain(name: string, text: string, batchBytes: number) {
  const folder = await Deno.makeTempDir({ prefix: "playhead-rows-" });
  try {
    const path = join(folder, name), out = join(folder, "v.parquet");
    await Deno.writeTextFile(path, text);
    let again: PublishedRun | null = null;
    const rows = { views: 0, excluded: 0, quarantined: [] as string[] };
    const { report } = await tryEtl({
      inputs: [path],
      out,
      nowMs: NOW_MS,
      workers: 1,
      maxQuarantined: 1,
      afterPublished: (run) => {
        again = run;
        for (const input of run.inputs) {
          for (const batch of readRows(input, { nowMs: run.nowMs }, batchBytes)) {
            rows.views += batch.views.length;
            rows.excluded += batch.excluded;
            rows.quarantined.push(...batch.quarantined.map((row) => JSON.stringify(row)));
          }
        }
        return Promise.resolve();
      },
    });
    assert.ok(again);
    const quarantine = await Deno.readTextFile(join(folder, "v.quarantine.ndjson"));
    return { rows, ledger: report.ledger, quarantine: quarantine.split("\n").slice(0, -1) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const CSV = "user_id,show_name,watch_duration_minutes,watch_date\r\n" +
  'ann,"Lupin, ""2""",30,2024-01-01\r\n\r\nann,"a\nb",30,2024-01-02\nbob,,0,never\n' +
  'ann,"open,30,2024-01-01\nann,X,30,2024-01-03\nann,X,30,2024-01-03\nann,X,3,2025-01-03';
const NDJSON =
  '{"user_id":7,"show_name":"x","watch_duration_minutes":"3","watch_date":"2024-01-01"}\n' +
  "\n[]\n{}\n" +
  '{"user_id":"é","show_name":"x","watch_duration_minutes":3,"watch_date":"2024-01-01"}';
const NETFLIX = "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type\n" +
  "a,2024-01-01 10:00:00,00:30:00,,Lupin: Part 3: Chapter 4,\n" +
  "a,2024-01-01 10:00:00,00:30:00,,Lupin,TRAILER\na,2024-01-01,0:3,,Lupin,\n";
const JSON_ARRAY = `[${NDJSON.replaceAll("\n", ",\n")}]\n`;

for (
  const [name, text] of Object.entries({
    "a.csv": CSV,
    "a.ndjson": NDJSON,
    "ViewingActivity.csv": NETFLIX,
    "a.json": JSON_ARRAY,
  })
) {
  Deno.test(`readRows() gives each row of ${name} as the ETL judged it, however it is cut`, async () => {
    for (const batchBytes of [1, 17, 1 << 20]) {
      const { rows, ledger, quarantine } = await readAgain(name, text, batchBytes);
      assert.deepEqual(rows.quarantined, quarantine);
      assert.equal(rows.views, ledger.accepted + ledger.duplicate);
      assert.equal(rows.excluded, ledger.excluded);
      assert.ok(rows.views > 0 && quarantine.length > 0);
    }
  });
}
