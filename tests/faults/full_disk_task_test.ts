// Tasks that run out of room: one line that says so, exit code 1, and the files of the run before as they were.

import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SmallDisk } from "./small_disk.ts";

const ROOT = join(import.meta.dirname!, "..", "..");

/** All users and shows differ, so that nothing packs well. */
function views(rows: number): string {
  const lines = ["user_id,show_name,watch_duration_minutes,watch_date"];
  for (let row = 0; row < rows; row++) {
    const minutes = row % 9 === 0 ? "none" : row % 100 + 1;
    lines.push(`${crypto.randomUUID()},${crypto.randomUUID()},${minutes},2024-01-01T10:00:00Z`);
  }
  return lines.join("\n");
}

async function task(name: string, args: readonly string[], env: Record<string, string> = {}) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", name, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  });
  const { code, stderr } = await command.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("etl and replay end with one line when the disk is full, and leave the old output", async () => {
  await using disk = await SmallDisk.mount("1m");
  if (disk === null) return;
  const folder = await Deno.makeTempDir({ prefix: "playhead-full-disk-" });
  try {
    const small = join(folder, "small.csv"), large = join(folder, "large.csv");
    await Deno.writeTextFile(small, views(10));
    const text = views(30_000);
    await Deno.writeTextFile(large, text);
    await Deno.writeFile(`${large}.gz`, gzipSync(text));
    const out = join(disk.path, "views.parquet");
    assert.equal((await task("etl", [small, "--out", out, "--max-quarantined", "1"])).code, 0);
    const kept = snapshot(disk.path);
    const elsewhere = ["--out", join(folder, "views.parquet")];
    const log = { PLAYHEAD_DATA: join(disk.path, "data") };
    const runs: [string, string[], Record<string, string>?][] = [
      ["etl", [large, "--out", out]],
      ["etl", [large, "--out", out, "--memory", "1mb"]],
      ["etl", [`${large}.gz`, "--out", out]],
      ["etl", [large, ...elsewhere, "--quarantine", join(disk.path, "bad.ndjson")]],
      ["replay", [large], log],
    ];
    for (const [name, args, env] of runs) {
      const { code, stderr } = await task(name, args, env);
      const run = `${name} ${args.join(" ")}: ${stderr}`;
      assert.equal(code, 1, run);
      assert.match(
        stderr,
        /^(?:note: .*\n|Replaying .*\n)*error: Cannot .*(?:No space left|disk is full).*\n$/,
        run,
      );
      if (env !== undefined) await Deno.remove(log.PLAYHEAD_DATA, { recursive: true });
      assert.deepEqual(snapshot(disk.path), kept, run);
    }
    assert.equal(
      [...Deno.readDirSync(folder)].length,
      3,
      "a run that fails writes nothing elsewhere",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Names and contents, but for locks. */
function snapshot(folder: string): string[] {
  return [...Deno.readDirSync(folder)].filter(({ name }) => !name.startsWith(".playhead-lock"))
    .map(({ name }) => `${name}: ${Deno.readFileSync(join(folder, name)).toHex()}`).sort();
}
