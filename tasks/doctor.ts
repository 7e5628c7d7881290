// `deno task doctor`: is what lies in the data folder whole, and do store and log belong together?

import {
  type Environment,
  loadStreamConfig,
  STREAM_SETTINGS,
  type StreamConfig,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import { backUpStore, newestBackup } from "../stream/backup/back_up_store.ts";
import { checkLog } from "../stream/consume/check_log.ts";
import { checkStoreFree } from "../stream/consume/check_store_free.ts";
import { openStore } from "../stream/consume/open_store.ts";
import { existsSync } from "node:fs";
import { UsageError } from "../domain/errors.ts";
import type { CommandSpec } from "./command_line.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";

const SPEC = {
  command: "deno task doctor",
  summary: "Checks the data folder while nothing else writes to it.",
  flags: {
    "accept-log": {
      kind: "switch",
      help: "go on with the log that is there: all of it is read again, what is known counts as " +
        "duplicates",
    },
  },
  settings: { ...STREAM_SETTINGS, ...THRESHOLD_SETTINGS },
  exitCodes: { 0: "all is well", 1: "something is wrong", 2: "usage, or somebody writes to it" },
  examples: ["deno task doctor", "deno task doctor --accept-log"],
} as const satisfies CommandSpec;

async function doctor(config: StreamConfig, acceptsLog: boolean): Promise<number> {
  const { dataPath, thresholds, log } = config;
  checkDataFolder(dataPath);
  checkStoreFree(dataPath);
  const quiet = { rederiving: () => {}, switched: () => {} };
  const store = openStore({ dataPath, thresholds }, quiet);
  try {
    if (acceptsLog) {
      store.acceptLog();
      // What the backups of before have is of another log: retention and a rebuild go by the newest.
      if (newestBackup(dataPath) !== null) await backUpStore(dataPath, Date.now());
      console.log("The log is accepted: it is read from its beginning at the next start.");
      return EXIT.done;
    }
    if (log.kind === "kafka") {
      console.log("The store is whole. Kafka's log is checked when the consumer starts.");
      return EXIT.done;
    }
    const problems = await checkLog(log, store.positions());
    for (const problem of problems) console.error(`error: ${problem}`);
    if (problems.length === 0) console.log("The store is whole, and the log is its own.");
    return problems.length === 0 ? EXIT.done : EXIT.auditFailed;
  } finally {
    store.close();
  }
}

/** A folder that is not there is none to call whole. */
function checkDataFolder(dataPath: string): void {
  if (existsSync(dataPath)) return;
  throw new UsageError(
    `Cannot check the data folder as PLAYHEAD_DATA must be one that is there: current value is "${dataPath}"`,
  );
}

await runCommand(
  SPEC,
  ({ flags }, environment: Environment) =>
    doctor(loadStreamConfig(environment), flags["accept-log"]),
);
