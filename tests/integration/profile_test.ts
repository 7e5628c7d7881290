// The column `profile` end to end: from a file to Parquet and back, through the log to the store and the API.

import assert from "node:assert/strict";
import { join } from "node:path";
import { parquetMetadataAsync } from "hyparquet";
import { asyncBufferFromFile } from "../../pipeline/io/parquet/async_buffer_from_file.ts";
import { tryEtl } from "../../pipeline/etl.ts";
import { applied, post, withService } from "../ask_service.ts";
import { readParquetRows } from "../parquet_rows.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date";

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-profile-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What the ETL makes of a file: the columns of its Parquet, and its profiles. */
async function etl(folder: string, name: string, text: string) {
  const path = join(folder, name), out = join(folder, `${name}.parquet`);
  await Deno.writeTextFile(path, text);
  const { report, published } = await tryEtl({ inputs: [path], out });
  assert.ok(published);
  const file = asyncBufferFromFile(out);
  const { schema } = await parquetMetadataAsync(file);
  file.close();
  const rows = await readParquetRows(out);
  return {
    ledger: report.ledger,
    columns: schema.slice(1).map(({ name, field_id }) => `${field_id} ${name}`),
    profiles: rows.map(({ profile }) => profile),
  };
}

Deno.test("the Parquet has profile, as column 13, when the input has it", async () => {
  await withFolder(async (folder) => {
    const with_ = await etl(
      folder,
      "with.csv",
      `${HEADER},profile\nann,Dark,40,2026-01-01, Kids \nann,Dark,40,2026-01-02,\n`,
    );
    assert.deepEqual(with_.columns.slice(-2), ["12 sitting_start", "13 profile"]);
    assert.deepEqual(with_.profiles, ["Kids", null]);
    const empty = await etl(folder, "empty.csv", `${HEADER},profile\nann,Dark,40,2026-01-01,\n`);
    assert.deepEqual(empty.profiles, [null]);
    const without = await etl(folder, "without.csv", `${HEADER}\nann,Dark,40,2026-01-01\n`);
    assert.equal(without.columns.length, 12);
    const row = { user_id: "ann", show_name: "Dark", watch_duration_minutes: 40 };
    const json = (profile?: unknown) =>
      JSON.stringify({ ...row, watch_date: "2026-01-01", profile }) + "\n";
    assert.deepEqual((await etl(folder, "a.ndjson", json(7))).profiles, ["7"]);
    assert.equal((await etl(folder, "b.ndjson", json())).columns.length, 12);
    assert.deepEqual((await etl(folder, "c.json", `[${json("Kids")}]`)).profiles, ["Kids"]);
    const netflix =
      "Profile Name,Start Time,Duration,Title\nann,2026-01-01 20:00:00,00:40:00,Dark\n";
    assert.equal((await etl(folder, "netflix.csv", netflix)).columns.length, 12);
  });
});

Deno.test("of duplicates that differ in profile alone the smallest stays", async () => {
  await withFolder(async (folder) => {
    const lines = ["Kids", "Ann", "Main"].map((profile) => `ann,Dark,40,2026-01-01,${profile}\n`);
    const { ledger, profiles } = await etl(
      folder,
      "same.csv",
      `${HEADER},profile\n${lines.join("")}`,
    );
    assert.deepEqual([ledger.accepted, ledger.duplicate, profiles], [1, 2, ["Ann"]]);
  });
});

Deno.test("events keep their profile in log, store, API and its CSV, which the ETL reads back; a repair too", async () => {
  await withService(async (service, dataPath) => {
    const row = { user_id: "ann", show_name: "Dark", watch_duration_minutes: 40 };
    const events = [
      { ...row, watch_date: "2026-01-01T20:00:00Z", profile: "Kids" },
      { ...row, watch_date: "2026-01-02T20:00:00Z" },
      { ...row, watch_date: "2026-01-03 at eight", profile: "Guest" },
    ];
    assert.equal((await post(service, JSON.stringify(events))).status, 202);
    await applied(service);
    const steps = [{ kind: "set", field: "watch_date", value: "2026-01-03T20:00:00Z" }];
    const replay = await fetch(`${service.url}api/quarantine/replay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ select: { rule: "watch_date.invalid" }, repair: { steps } }),
    });
    assert.equal((await replay.json()).replayed, 1);
    await applied(service);
    const { sittings } = await (await fetch(`${service.url}api/users/ann`)).json();
    const profiles = sittings.flatMap((sitting: { views: { profile: string | null }[] }) =>
      sitting.views.map(({ profile }) => profile)
    );
    assert.deepEqual(profiles, ["Guest", null, "Kids"]);
    const csv = await (await fetch(`${service.url}api/users/ann?format=csv`)).text();
    const again = await etl(dataPath, "export.csv", csv);
    assert.deepEqual(again.profiles, ["Kids", null, "Guest"]);
  });
});
