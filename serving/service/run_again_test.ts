// Tests of running the ETL again: the same outcome, and no run over files that changed.

import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunReport } from "../../domain/report.ts";
import { runEtl } from "../../pipeline/etl.ts";
import { createRunAgain } from "./run_again.ts";

const ROWS = "user_id,show_name,watch_duration_minutes,watch_date\n" +
  "ann,Dark,30,2025-01-01\nann,Dark,31,2025-01-02\nbo,Dark,soon,2025-01-02\n";

Deno.test("createRunAgain() comes to the same figures, once at a time, and refuses changed inputs", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const input = join(folder, "rows.csv"), catalog = join(folder, "catalog.csv");
    await Deno.writeTextFile(input, ROWS);
    await Deno.writeTextFile(catalog, "show_name,runtime_minutes\nDark,60\n");
    const first = await runEtl({
      ...{ inputs: [input], out: join(folder, "out.parquet"), catalog, compression: "gzip" },
      ...{ workers: 1, maxQuarantined: 0.5, nowMs: Date.UTC(2025, 5, 1) },
    });
    const kept: RunReport[] = [];
    const again = createRunAgain({
      contractPath: null,
      recordRun: (report) => Promise.resolve(void kept.push(report)),
      signal: new AbortController().signal,
    });
    const [second, refused] = await Promise.allSettled([again(first), again(first)]);
    assert.ok(second.status === "fulfilled" && refused.status === "rejected");
    assert.match(refused.reason.message, /one run at a time/);
    assert.deepEqual(kept, [second.value]);
    assert.notEqual(second.value.run_id, first.run_id);
    for (
      const key of ["inputs", "ledger", "reasons", "parameters", "mean_completion_rate"] as const
    ) {
      assert.deepEqual(second.value[key], first[key], key);
    }
    await Deno.writeTextFile(catalog, "show_name,runtime_minutes\nDark,61\n");
    await assert.rejects(again(first), /catalog\.csv must be the file .*: it was changed since$/);
    await Deno.remove(input);
    await assert.rejects(again(first), /rows\.csv must be the file .*: it cannot be read$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
