// Tests of generated files as bytes: how many rows, which order, the same every time.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { GenerateOptions } from "./generate_options.ts";
import { generateRows } from "./generate_rows.ts";

function bytesOf(options: GenerateOptions): Uint8Array {
  return Buffer.concat([...generateRows(options)]);
}

function linesOf(options: GenerateOptions): string[] {
  const text = new TextDecoder().decode(bytesOf(options));
  assert.ok(text === "" || text.endsWith("\n"));
  return text.split("\n").slice(0, -1);
}

Deno.test("generateRows() writes as many rows as asked, errors and duplicates included", () => {
  for (const rows of [0, 1, 7, 999, 12_345]) {
    for (const errors of [0, 0.01, 0.5]) {
      const options = { rows, errors, duplicates: 0.1, days: 6 };
      assert.equal(linesOf(options).length, rows + 1);
      assert.equal(linesOf({ ...options, format: "ndjson", episodes: true }).length, rows);
    }
  }
});

Deno.test("generateRows() copes with one user, one show and one day", () => {
  const options = { rows: 3_000, users: 1, shows: 1, days: 1, errors: 0, duplicates: 0 };
  assert.equal(linesOf(options).length, 3_001);
});

Deno.test("generateRows() gives the same bytes for the same seed and others for another", () => {
  const options = { rows: 20_000, episodes: true };
  assert.ok(Buffer.compare(bytesOf(options), bytesOf(options)) === 0);
  assert.ok(Buffer.compare(bytesOf(options), bytesOf({ ...options, seed: 2 })) !== 0);
});

Deno.test("generateRows() gives on this machine the bytes it gave on others", () => {
  // Change the hash when the generator is meant to change: every seed's file changes with it.
  const hash = createHash("sha256").update(bytesOf({ rows: 5_000, episodes: true })).digest("hex");
  assert.equal(hash, "0c0beaa8bef3c2af3c1efb32c2b85ad4d0c91fd414bab483303f26cf1ad7007a");
});

Deno.test("generateRows() orders rows by time, all within the period", () => {
  const lines = linesOf({ rows: 30_000, errors: 0, duplicates: 0, days: 5, start: "2026-01-01" });
  const starts = lines.slice(1).map((line) => line.slice(line.lastIndexOf(",") + 1));
  assert.deepEqual(starts, starts.toSorted());
  assert.equal(starts[0]!.slice(0, 10), "2026-01-01");
  assert.equal(starts.at(-1)!.slice(0, 10), "2026-01-05");
});

Deno.test("generateRows() puts a repeated row behind the row it repeats", () => {
  const lines = linesOf({ rows: 20_000, errors: 0, duplicates: 0.2 }).slice(1);
  const repeats = lines.length - new Set(lines).size;
  assert.ok(Math.abs(repeats / lines.length - 0.2) < 0.01, String(repeats));
});

Deno.test("generateRows() lets a view with an event id grow when it is sent again", () => {
  const lines = linesOf({
    rows: 20_000,
    errors: 0,
    duplicates: 0.1,
    episodes: true,
    format: "ndjson",
  });
  const firstMinutes = new Map<string, number>();
  let repeats = 0;
  for (const line of lines) {
    const view: { event_id: string; watch_duration_minutes: number } = JSON.parse(line);
    const before = firstMinutes.get(view.event_id);
    firstMinutes.set(view.event_id, view.watch_duration_minutes);
    if (before === undefined) continue;
    repeats++;
    assert.ok(view.watch_duration_minutes >= before, line);
  }
  assert.ok(Math.abs(repeats / lines.length - 0.1) < 0.01, String(repeats));
});
