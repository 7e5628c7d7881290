// Tests of the progress line: what it says, how often it is written, and that a pipe gets none.

import assert from "node:assert/strict";
import type { EtlProgress } from "../pipeline/etl.ts";
import { EtlProgressBar, renderProgress } from "./etl_progress_bar.ts";

const HALF: EtlProgress = { stage: "read", share: 0.5, rows: 1_234_567 };

/** What `act` writes to standard error. */
function written(act: () => void): string[] {
  const { writeSync } = Deno.stderr;
  const lines: string[] = [];
  Deno.stderr.writeSync = (bytes) => {
    lines.push(new TextDecoder().decode(bytes));
    return bytes.length;
  };
  try {
    act();
  } finally {
    Deno.stderr.writeSync = writeSync;
  }
  return lines;
}

Deno.test("renderProgress() shows stage, share, rows, speed and the time left", () => {
  const bar = `${"█".repeat(12)}${"░".repeat(12)}`;
  const expected = `read   ${bar} 1,234,567 rows, 617,284 rows/s, 2 s left`;
  assert.equal(renderProgress(HALF, 2_000), expected);
});

Deno.test("renderProgress() foretells no time before anything is read, nor behind the reading", () => {
  const start = renderProgress({ stage: "read", share: 0, rows: 0 }, 0);
  assert.equal(start, `read   ${"░".repeat(24)} 0 rows, 0 rows/s`);
  for (const stage of ["settle", "write", "check"] as const) {
    assert.doesNotMatch(renderProgress({ ...HALF, stage }, 2_000), /left/);
  }
});

Deno.test("renderProgress() keeps its width at the end and past it", () => {
  for (const share of [1, 1.5]) {
    const line = renderProgress({ stage: "write", share, rows: 10 }, 1_000);
    assert.equal(line, `write  ${"█".repeat(24)} 10 rows, 10 rows/s`);
  }
});

Deno.test("EtlProgressBar writes over one line, not at every update, and takes it away", () => {
  const lines = written(() => {
    const bar = new EtlProgressBar(true);
    for (let i = 0; i < 100; i++) bar.update(HALF);
    bar.clear();
  });
  assert.ok(lines.length >= 2 && lines.length < 10, `${lines.length} writes`);
  assert.ok(lines[0]!.startsWith("\r\x1b[2Kread   █"), lines[0]);
  assert.equal(lines.at(-1), "\r\x1b[2K");
});

Deno.test("EtlProgressBar writes nothing when it is not shown", () => {
  const lines = written(() => {
    const bar = new EtlProgressBar(false);
    bar.update(HALF);
    bar.clear();
  });
  assert.deepEqual(lines, []);
});
