// `deno task etl`: viewing files in; audited Parquet, quarantine and report out.

import {
  type Environment,
  FLAG_SETTINGS,
  loadConfig,
  loadStreamConfig,
  PATH_SETTINGS,
  STREAM_SETTINGS,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import { auditMessage, type PublishedRun, tryEtl } from "../pipeline/etl.ts";
import type { Published } from "../stream/publish/publish_rows.ts";
import type { CommandLine, CommandSpec } from "./command_line.ts";
import { EtlProgressBar } from "./etl_progress_bar.ts";
import type { RunPublisher } from "./publish_run.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";
import { withInterrupt } from "./with_interrupt.ts";

const SPEC = {
  command: "deno task etl",
  summary: "Validates, enriches and audits viewing files, and writes them as Parquet.",
  positionals: {
    value: "[INPUT…]",
    help:
      "CSV, NDJSON or JSON files (also .gz, .zst, .zip), folders, patterns, - for standard input " +
      `(default RAW_DATA_PATH, ${PATH_SETTINGS.RAW_DATA_PATH.default})`,
  },
  flags: {
    out: {
      ...FLAG_SETTINGS.PROCESSED_DATA_PATH,
      env: "PROCESSED_DATA_PATH",
      value: "FILE|DIR",
    },
    catalog: { ...FLAG_SETTINGS.CATALOG_PATH, env: "CATALOG_PATH", value: "FILE" },
    contract: { ...FLAG_SETTINGS.DATA_CONTRACT_PATH, env: "DATA_CONTRACT_PATH", value: "FILE" },
    quarantine: {
      kind: "text",
      value: "FILE",
      help: "rows that break a rule",
      defaultText: "OUT.quarantine.ndjson",
    },
    report: {
      kind: "text",
      value: "FILE",
      help: "report; its page stands beside it as .html",
      defaultText: "OUT.report.json",
    },
    "partition-by": {
      kind: "choice",
      choices: ["none", "month", "day"],
      default: "none",
      help: "hive folders",
    },
    compression: {
      kind: "choice",
      choices: ["zstd", "snappy", "gzip", "none"],
      default: "zstd",
      help: "of the pages",
    },
    workers: {
      ...{ kind: "integer", min: 1, max: 64 },
      ...{ help: "threads, at most 64", defaultText: "one for each core" },
    },
    now: { kind: "instant", help: "ingest time", defaultText: "the run's start" },
    "max-quarantined": { ...FLAG_SETTINGS.MAX_QUARANTINED, env: "MAX_QUARANTINED" },
    memory: { ...FLAG_SETTINGS.ETL_MEMORY, env: "ETL_MEMORY" },
    "allow-empty": {
      kind: "switch",
      help: "let a run without accepted rows replace an output that has rows",
    },
    publish: { kind: "switch", help: "then send the rows through the stream's log" },
    json: { kind: "switch", help: "print the report as one JSON object and nothing else" },
    quiet: { kind: "switch", help: "print nothing but errors" },
  },
  settings: { ...PATH_SETTINGS, ...STREAM_SETTINGS, ...THRESHOLD_SETTINGS },
  exitCodes: {
    0: "done",
    1: "the audit failed, or the output could not be written: the old one stays",
    2: "usage, an input that cannot be read, or a log that is in use: nothing is written",
    130: "interrupted: the old output stays",
  },
  examples: [
    "deno task etl netflix-report.zip --out my-viewing.parquet",
    "deno task etl 'logs/2026-*.csv.gz' --catalog catalog.csv --partition-by month --out views/",
    "zcat logs.gz | deno task etl - --json | jq .ledger",
  ],
} as const satisfies CommandSpec;

async function etl(
  { flags, positionals }: CommandLine<typeof SPEC>,
  { environment, signal }: { environment: Environment; signal: AbortSignal },
): Promise<number> {
  const { rawDataPath, thresholds } = loadConfig(environment);
  const isQuiet = flags.quiet || flags.json;
  const bar = new EtlProgressBar(!isQuiet && Deno.stderr.isTerminal());
  const publisher = flags.publish ? await openPublisher(environment) : null;
  let sent: Published | null = null;
  const { report, published, reportPath } = await tryEtl({
    ...etlOptions(flags),
    inputs: positionals.length > 0 ? positionals : [rawDataPath],
    thresholds,
    signal,
    onNotice: (notice: string) => flags.quiet || console.error(`note: ${notice}`),
    onProgress: bar.update,
    ...publisher === null ? {} : {
      afterPublished: async (run: PublishedRun) => {
        sent = await publisher.publish(run, { signal, onProgress: bar.update });
      },
    },
  }).finally(async () => {
    bar.clear();
    await publisher?.close();
  });
  if (flags.json) console.log(JSON.stringify(report));
  else if (!flags.quiet) {
    const { summarizeRun } = await import("./summarize_run.ts");
    console.log(summarizeRun(report, published, sent));
  }
  if (published) return EXIT.done;
  console.error(`error: ${auditMessage(report, reportPath)}`);
  return EXIT.auditFailed;
}

async function openPublisher(environment: Environment): Promise<RunPublisher> {
  // The stream's modules are many, and no other run needs them.
  const { RunPublisher } = await import("./publish_run.ts");
  return await RunPublisher.open(loadStreamConfig(environment));
}

function etlOptions(flags: CommandLine<typeof SPEC>["flags"]) {
  return {
    out: flags.out,
    catalog: flags.catalog,
    contract: flags.contract,
    quarantine: flags.quarantine,
    report: flags.report,
    partitionBy: flags["partition-by"],
    compression: flags.compression,
    workers: flags.workers,
    nowMs: flags.now,
    maxQuarantined: flags["max-quarantined"],
    memoryBytes: flags.memory,
    allowEmpty: flags["allow-empty"],
  };
}

await runCommand(
  SPEC,
  (line, environment) => withInterrupt((signal) => etl(line, { environment, signal })),
);
