// Two processes on one folder of data: the second is refused at once, says who has it, and exits with 2.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { LogLockedError } from "../../log/errors.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import { Store } from "../../store/sqlite/write/store.ts";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** A process that is not refused would run on. */
const MOST_MS = 20_000;

async function run(args: readonly string[], dataPath: string) {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--frozen", "--no-prompt", "--allow-all", ...args],
    ...{ cwd: ROOT, stdin: "null", stdout: "null" },
    env: { PLAYHEAD_DATA: dataPath, PORT: "0" },
    signal: AbortSignal.timeout(MOST_MS),
  }).output();
  return { code, told: new TextDecoder().decode(stderr) };
}

async function withFolder(work: (dataPath: string) => Promise<void>): Promise<void> {
  const dataPath = await Deno.makeTempDir();
  try {
    await work(dataPath);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
}

Deno.test("start and consume refuse a store that another process writes to", async () => {
  await withFolder(async (dataPath) => {
    const settings = { thresholds: DEFAULT_THRESHOLDS, catalog: null };
    const store = Store.open(`${dataPath}/store.db`, settings);
    try {
      for (const args of [["main.ts", "--no-sample"], ["tasks/consume.ts", "--quiet"]]) {
        const { code, told } = await run(args, dataPath);
        assert.deepEqual([args[0], code], [args[0], 2], told);
        assert.match(told, new RegExp(`^error: Cannot write to .*store.db.*process ${Deno.pid}`));
        assert.equal(told.trim().split("\n").length, 1, told);
      }
    } finally {
      store.close();
    }
  });
});

Deno.test("start, etl --publish and replay refuse a log that another process writes to", async () => {
  await withFolder(async (dataPath) => {
    const log = await EmbeddedLog.open(`${dataPath}/log`);
    const rows = `${dataPath}/rows.csv`;
    await Deno.writeTextFile(
      rows,
      "user_id,show_name,watch_duration_minutes,watch_date\nann,Dark,40,2026-01-01T10:00:00Z\n",
    );
    try {
      await assert.rejects(EmbeddedLog.open(`${dataPath}/log`), LogLockedError);
      const etl = ["tasks/etl.ts", rows, "--out", `${dataPath}/out.parquet`, "--publish"];
      const nobody = "http://127.0.0.1:9"; // the log's process is no service
      for (const args of [["main.ts"], etl, ["tasks/replay.ts", rows, "--to", nobody]]) {
        const { code, told } = await run(args, dataPath);
        assert.deepEqual([args[0], code], [args[0], 2], told);
        assert.match(told, /^error: Cannot .*(process \d+|another process has the log)/);
      }
    } finally {
      await log.close();
    }
  });
});
