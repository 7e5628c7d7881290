// Runs the real ETL as a process of its own, so that a test can kill it or take its disk away.

import assert from "node:assert/strict";
import { join } from "node:path";
import { parquetMetadataAsync } from "hyparquet";
import { asyncBufferFromFile } from "../../pipeline/io/parquet/async_buffer_from_file.ts";

const ROOT = new URL("../../", import.meta.url);

/** Starts `deno task etl` with these arguments; its messages are piped. */
export function startEtl(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--frozen", "--allow-read", "--allow-write", "--allow-sys=systemMemoryInfo"],
      ...["--allow-env", "tasks/etl.ts", "--quiet", ...args],
    ],
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

/** Runs the ETL to its end. */
export async function runEtlTask(args: readonly string[]): Promise<{ code: number; said: string }> {
  const { code, stderr } = await startEtl(args).output();
  return { code, said: new TextDecoder().decode(stderr).trim() };
}

/** Writes a CSV of `rows` views, every hundredth of them bad, over a year. */
export function writeViews(path: string, rows: number): void {
  const lines = Array.from({ length: rows }, (_, i) => {
    const at = new Date(Date.UTC(2024, 0, 1 + i % 365, i % 24)).toISOString();
    return `e${i},u${i % 97},Show ${i % 31},${i % 100 === 7 ? "minus" : 5 + i % 50},${at}`;
  });
  const header = "event_id,user_id,show_name,watch_duration_minutes,watch_date";
  Deno.writeTextFileSync(path, `${header}\n${lines.join("\n")}\n`);
}

/** The ids of the runs that wrote the Parquet files at `path`, each file being whole. */
export async function outputRunIds(path: string): Promise<Set<string>> {
  if (!Deno.statSync(path).isDirectory) return new Set([await runIdOf(path)]);
  const ids = new Set<string>();
  for (const { name } of Deno.readDirSync(path)) {
    ids.add(await runIdOf(join(path, name, "part-0.parquet")));
  }
  return ids;
}

async function runIdOf(path: string): Promise<string> {
  const file = asyncBufferFromFile(path);
  try {
    const { key_value_metadata = [] } = await parquetMetadataAsync(file);
    const id = key_value_metadata.find(({ key }) => key === "playhead.run_id")?.value;
    assert.ok(id, `${path} has no run id`);
    return id;
  } finally {
    file.close();
  }
}
