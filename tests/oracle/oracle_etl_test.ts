// Holds the oracle to outcomes worked out by hand, and to the known ledger of a real export.

import assert from "node:assert/strict";
import { readRealExport } from "../real_export.ts";
import { oracleEtl, type OracleInput } from "./oracle_etl.ts";
import type { CatalogEntry } from "./runtime_of.ts";

const NOW_MS = Date.UTC(2024, 5, 1);
const HEADER = "user_id,show_name,episode,watch_duration_minutes,watch_date,event_id,device";

/** Runs the oracle on CSV rows of {@link HEADER}. */
function run(rows: readonly string[], catalog: readonly CatalogEntry[] = []) {
  const bytes = new TextEncoder().encode([HEADER, ...rows].join("\n"));
  return oracleEtl([{ name: "a.csv", bytes }], { nowMs: NOW_MS, catalog });
}

Deno.test("oracleEtl() keeps the longest of one event's views, then the smallest by bytes", () => {
  const { rows, ledger } = run([
    "u,B,,10,2024-01-01,e1,",
    "u,B,,20,2024-01-01,e1,",
    "u,\u{1F600},,20,2024-01-01,e1,",
    "u,\uFB01,,20,2024-01-01,e2,",
    "u,\u{1F600},,20,2024-01-01,e2,",
    "v,B,,10,2024-01-01,e1,",
  ]);
  assert.deepEqual(rows.map((row) => [row.userId, row.showName, row.watchMinutes]), [
    ["u", "B", 20],
    ["u", "\uFB01", 20],
    ["v", "B", 10],
  ]);
  assert.deepEqual(ledger, { read: 6, accepted: 3, duplicate: 3, quarantined: 0, excluded: 0 });
});

Deno.test("oracleEtl() takes views of the same user, show, episode, start and duration for one", () => {
  const { rows } = run([
    "u,A,,10,2024-01-01T00:00,,tv",
    " u ,A,,1e1,2024-01-01,,phone",
    "u,A,1,10,2024-01-01,,tv",
    "u,A,,10,2024-01-01,e1,tv",
    "u,A,,10.5,2024-01-01,,tv",
  ]);
  assert.deepEqual(rows.map((row) => [row.episode, row.watchMinutes, row.device]), [
    ["", 10, "phone"],
    ["", 10, "tv"],
    ["", 10.5, "tv"],
    ["1", 10, "tv"],
  ]);
});

Deno.test("oracleEtl() ends a sitting more than 30 minutes after the latest end before", () => {
  const { rows } = run([
    "u,A,,60,2024-01-01T10:00,,",
    "u,B,,1,2024-01-01T10:10,,",
    "u,A,,10,2024-01-01T11:30,,",
    "u,A,,10,2024-01-01T12:10:00.001,,",
  ]);
  assert.deepEqual(rows.map((row) => new Date(row.sittingStartMs).toISOString().slice(11, 19)), [
    "10:00:00",
    "10:00:00",
    "10:00:00",
    "12:10:00",
  ]);
});

Deno.test("oracleEtl() counts distinct qualified episodes for binge and depth", () => {
  const rowsOf = (episodes: readonly string[]) =>
    run(
      episodes.map((episode, minute) => `u,A,${episode},3,2024-01-01T10:0${minute},,`),
      [{ showName: "A", runtimeMinutes: 6 }],
    ).rows.map((row) => [row.isBingeSession, row.engagementScore]);
  assert.deepEqual(rowsOf(["1", "2", "2"])[0], [false, 0.7 * 0.5 + 0.3 * 0.5]);
  assert.deepEqual(rowsOf(["1", "2", "3"])[0], [true, 0.7 * 0.5 + 0.3]);
  assert.deepEqual(rowsOf(["", "", ""])[0], [false, 0.7 * 0.5]);
  assert.deepEqual(rowsOf(["", "", "1"])[0], [false, 0.7 * 0.5 + 0.3 * 0.5]);
  assert.deepEqual(rowsOf(["", "2", "1"])[0], [true, 0.7 * 0.5 + 0.3]);
});

Deno.test("oracleEtl() marks unqualified views in a binge, but they make none", () => {
  const lines = ["1", "2", "3"].map((episode) => `u,A,${episode},2,2024-01-01T10:0${episode},,`);
  const { rows, figures } = run([...lines, "u,A,4,1.99,2024-01-01T10:05,,"]);
  assert.deepEqual(rows.map((row) => row.isBingeSession), [true, true, true, true]);
  assert.deepEqual([figures.qualified_views, figures.binge_views], [3, 3]);
  const short = run(["u,A,1,1,2024-01-01,,"], [{ showName: "A", runtimeMinutes: 2 }]).rows[0];
  assert.deepEqual([short?.completionRate, short?.engagementScore], [0.5, 0.35]);
});

Deno.test("oracleEtl() takes the catalog's runtime before the inferred one", () => {
  const lines = Array.from({ length: 20 }, (_, i) => `u,A,${i},${i + 2},2024-01-01,,`);
  const inferred = run(lines).rows.find((row) => row.episode === "0");
  assert.equal(inferred?.completionRate, 2 / 20);
  assert.equal(run(lines.slice(1)).rows[0]?.completionRate, null);
  const catalog = [{ showName: "A", runtimeMinutes: 4 }, {
    showName: "A",
    runtimeMinutes: 8,
    episode: "0",
  }];
  const rows = run(lines, catalog).rows;
  assert.equal(rows.find((row) => row.episode === "0")?.completionRate, 2 / 8);
  assert.equal(rows.find((row) => row.episode === "1")?.completionRate, 3 / 4);
});

Deno.test("oracleEtl() keeps every reason of a row, in the contract's order", () => {
  const { quarantine, reasons } = run([
    " ,,,x,2024-02-30,,",
    "u,A,,1441,2024-06-01T00:05:00.001,,",
  ]);
  assert.deepEqual(quarantine.map((row) => row.reasons.map(({ rule }) => rule)), [
    [
      "user_id.missing",
      "show_name.missing",
      "watch_duration_minutes.not_a_number",
      "watch_date.invalid",
    ],
    ["watch_duration_minutes.out_of_range", "watch_date.in_future"],
  ]);
  assert.deepEqual(reasons, { "user_id.missing": 1, "watch_duration_minutes.out_of_range": 1 });
});

Deno.test("oracleEtl() gives the ledger that is known of a real export", async () => {
  const bytes = await readRealExport();
  if (bytes === null) return;
  const input: OracleInput = { name: "netflix.csv", bytes };
  const { ledger, excluded, excludedHours, figures } = oracleEtl([input], { nowMs: NOW_MS });
  assert.deepEqual(ledger, {
    read: 16_791,
    accepted: 10_737,
    duplicate: 1,
    quarantined: 0,
    excluded: 6_053,
  });
  assert.deepEqual(excluded, { supplemental: 5_468, autoplayed: 585 });
  const rounded = Object.entries(excludedHours).map(([id, hours]) => [id, hours.toFixed(2)]);
  assert.deepEqual(Object.fromEntries(rounded), { supplemental: "38.53", autoplayed: "2.26" });
  assert.equal(figures.qualified_views, 8_617);
});
