// `deno task doctor`: is what lies in the data folder whole, and do store and log belong together?

import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type Environment,
  FLAG_SETTINGS,
  loadStreamConfig,
  STREAM_SETTINGS,
  type StreamConfig,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import { traitsOf } from "../log/open_log.ts";
import { escapeHidden } from "../domain/escape_hidden.ts";
import { checkLog } from "../stream/consume/check_log.ts";
import { UsageError } from "../domain/errors.ts";
import type { CommandSpec } from "./command_line.ts";
import { composeStore } from "../serving/compose.ts";
import { checkContract } from "./doctor/check_contract.ts";
import { checkDatabase, checkKeptFiles } from "./doctor/check_kept_files.ts";
import { checkLogFile } from "./doctor/check_log_file.ts";
import { checkOutputs } from "./doctor/check_outputs.ts";
import { checkRawFiles } from "./doctor/check_raw_files.ts";
import type { Finding } from "./doctor/finding.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";
import {
  backUpStore,
  checkStoreFree,
  newestBackup,
  openStore,
  storePath,
} from "../store/open_store.ts";

const { DATA_CONTRACT_PATH } = FLAG_SETTINGS;

const SPEC = {
  command: "deno task doctor",
  summary: "Checks all of the data folder, and the data contract, while nothing else writes to it.",
  flags: {
    repair: {
      kind: "switch",
      help:
        "mend what can be mended, and keep what is replaced: damaged files are set aside, the store " +
        "is made anew, damaged records of the log are given up",
    },
    "accept-log": {
      kind: "switch",
      help: "go on with the log that is there: all of it is read again, what is known counts as " +
        "duplicates",
    },
  },
  settings: { ...STREAM_SETTINGS, ...THRESHOLD_SETTINGS, DATA_CONTRACT_PATH },
  exitCodes: { 0: "all is well", 1: "something is wrong", 2: "usage, or somebody writes to it" },
  examples: ["deno task doctor", "deno task doctor --repair", "deno task doctor --accept-log"],
} as const satisfies CommandSpec;

/** What is asked for beside looking. */
interface DoctorOptions {
  readonly repair: boolean;
  readonly acceptLog: boolean;
  /** Null for Playhead's own. */
  readonly contractPath: string | null;
}

async function doctor(
  config: StreamConfig,
  { repair, acceptLog, contractPath }: DoctorOptions,
): Promise<number> {
  const { dataPath, log } = config;
  checkDataFolder(dataPath);
  checkStoreFree(dataPath);
  const findings = [
    ...checkKeptFiles(dataPath),
    ...checkDatabase(
      join(dataPath, "answered_keys.db"),
      "requests of the last day may be done again",
    ),
    ...checkDatabase(storePath(dataPath), "the next start makes it anew of backup and log"),
    ...traitsOf(log).liesInFolder ? checkLogFile(dataPath) : [],
    ...checkOutputs(dataPath),
  ];
  const left = await tell(findings, repair);
  // Opening a store that is damaged would only say so again; a new one has nothing to compare.
  if (left > 0) return EXIT.auditFailed;
  const isThere = existsSync(storePath(dataPath));
  const exit = !isThere && findings.length > 0 ? EXIT.done : await checkTogether(config, acceptLog);
  const around = [...await checkContract(contractPath), ...await checkRuns(dataPath)];
  return await tell(around, repair) > 0 ? EXIT.auditFailed : exit;
}

/** What the store's runs name. */
async function checkRuns(dataPath: string): Promise<readonly Finding[]> {
  if (!existsSync(storePath(dataPath))) return [];
  const view = composeStore(dataPath);
  try {
    return await checkRawFiles(dataPath, await view.open().runs());
  } finally {
    view.close();
  }
}

/** Tells what is wrong and mends it where it may; how much is left. */
async function tell(findings: readonly Finding[], repair: boolean): Promise<number> {
  let left = 0;
  for (const { problem, mend, advice } of findings) {
    console.error(escapeHidden(`error: ${problem}`));
    if (mend !== null && repair) {
      console.log(escapeHidden(`mended: ${await mend()}`));
      continue;
    }
    left++;
    console.error(escapeHidden(advice ?? "deno task doctor --repair mends it"));
  }
  return left;
}

/** Whether store and log belong together; that the store opens says that it is of this version. */
async function checkTogether(config: StreamConfig, acceptLog: boolean): Promise<number> {
  const { dataPath, thresholds, log } = config;
  const quiet = { rederiving: () => {}, switched: () => {} };
  const store = openStore({ dataPath, thresholds }, quiet);
  try {
    if (acceptLog) {
      store.acceptLog();
      // What the backups of before have is of another log: retention and a rebuild go by the newest.
      if (newestBackup(dataPath) !== null) await backUpStore(dataPath, Date.now());
      console.log("The log is accepted: it is read from its beginning at the next start.");
      return EXIT.done;
    }
    if (!traitsOf(log).liesInFolder) {
      console.log("The store is whole. Kafka's log is checked when the consumer starts.");
      return EXIT.done;
    }
    const problems = await checkLog(log, store);
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
    doctor(loadStreamConfig(environment), {
      repair: flags.repair,
      acceptLog: flags["accept-log"],
      contractPath: environment("DATA_CONTRACT_PATH") || null,
    }),
);
