// Interrupts the ETL's process: it ends at once, says so by its exit code, and leaves nothing behind.

import assert from "node:assert/strict";
import { join } from "node:path";
import { generateRows } from "../../pipeline/generate/generate_rows.ts";

const TASK = new URL("../../tasks/etl.ts", import.meta.url).pathname;

/** Starts the ETL on a fresh input in `folder`, and gives it a signal as soon as its run folder is there. */
async function interruptRun(folder: string, signal: Deno.Signal): Promise<number> {
  const input = join(folder, "in.csv");
  using file = Deno.openSync(input, { write: true, create: true, truncate: true });
  for (const bytes of generateRows({ rows: 300_000 })) file.writeSync(bytes);
  const flags = ["--allow-read", "--allow-write", "--allow-env", "--allow-sys"];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...flags, TASK, input, "--out", join(folder, "out/views.parquet")],
    stdout: "null",
    stderr: "null",
  }).spawn();
  while (!hasRunFolder(join(folder, "out"))) await new Promise((resolve) => setTimeout(resolve, 5));
  // The signal is listened for before the run folder is made.
  child.kill(signal);
  return (await child.status).code;
}

function hasRunFolder(folder: string): boolean {
  try {
    return [...Deno.readDirSync(folder)].some(({ name }) => name.startsWith(".playhead-run-"));
  } catch {
    return false;
  }
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`deno task etl ends with ${code} on ${signal} and leaves nothing`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "playhead-interrupt-" });
    try {
      assert.equal(await interruptRun(folder, signal), code);
      assert.deepEqual([...Deno.readDirSync(join(folder, "out"))], []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
