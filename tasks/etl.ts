// `deno task etl`: viewing files in; audited Parquet, quarantine and report out.

import { DEFAULT_PATHS, readEnvironment, readThresholds } from "../config.ts";
import { auditMessage, tryEtl } from "../pipeline/etl.ts";
import { type CommandLine, type CommandSpec, readCommandLine, renderHelp } from "./command_line.ts";
import { EtlProgressBar } from "./etl_progress_bar.ts";
import { EXIT, runTask } from "./run_task.ts";
import { summarizeRun } from "./summarize_run.ts";

const SPEC: CommandSpec = {
  summary: "Validates, enriches and audits viewing files, and writes them as Parquet.",
  usage: "deno task etl [INPUT…] [FLAGS]",
  flags: {
    out: {
      value: "FILE|DIR",
      help: "Parquet file, or folder for it; with --partition-by the folder of partitions",
      env: "PROCESSED_DATA_PATH",
      defaultText: DEFAULT_PATHS.PROCESSED_DATA_PATH,
    },
    catalog: {
      value: "FILE",
      help: "runtimes: show_name,runtime_minutes[,genre][,episode]",
      env: "CATALOG_PATH",
    },
    contract: {
      value: "FILE",
      help: "data contract",
      env: "DATA_CONTRACT_PATH",
      defaultText: "contract.yaml of the project",
    },
    quarantine: {
      value: "FILE",
      help: "rows that break a rule",
      defaultText: "OUT.quarantine.ndjson",
    },
    report: {
      value: "FILE",
      help: "report; its page stands beside it as .html",
      defaultText: "OUT.report.json",
    },
    "partition-by": { value: "none|month|day", help: "hive folders", defaultText: "none" },
    compression: { value: "zstd|snappy|gzip|none", help: "of the pages", defaultText: "zstd" },
    workers: { value: "N", help: "threads", defaultText: "one for each core" },
    now: { value: "INSTANT", help: "ingest time", defaultText: "the run's start" },
    "max-quarantined": {
      value: "SHARE",
      help: "largest share of quarantined rows",
      env: "MAX_QUARANTINED",
      defaultText: "the contract's, 0.2",
    },
    memory: {
      value: "SIZE",
      help: "memory past which rows are kept on disk, e.g. 4G",
      env: "ETL_MEMORY",
      defaultText: "half of the machine's",
    },
    json: { help: "print the report as one JSON object and nothing else" },
    quiet: { help: "print nothing but errors" },
  },
  notes: [
    "INPUT: CSV, NDJSON or JSON files (also .gz and .zst), folders, patterns, - for standard input;",
    `       default RAW_DATA_PATH, ${DEFAULT_PATHS.RAW_DATA_PATH}.`,
    "",
    "Exit codes: 0 done; 1 the audit failed, or the output could not be written: the old one stays;",
    "            2 usage, or an input that cannot be read: nothing is written.",
    "",
    "Examples:",
    "  deno task etl ViewingActivity.csv --out my-viewing.parquet",
    "  deno task etl 'logs/2026-*.csv.gz' --catalog catalog.csv --partition-by month --out views/",
    "  zcat logs.gz | deno task etl - --json | jq .ledger",
  ],
};

async function main(): Promise<number> {
  const environment = readEnvironment();
  const line = readCommandLine(SPEC, Deno.args, environment);
  if (line.has("help")) {
    console.log(renderHelp(SPEC));
    return EXIT.done;
  }
  const isQuiet = line.has("quiet") || line.has("json");
  const bar = new EtlProgressBar(!isQuiet && Deno.stderr.isTerminal());
  const options = {
    ...etlOptions(line),
    inputs: line.positionals.length > 0
      ? line.positionals
      : [environment("RAW_DATA_PATH") || DEFAULT_PATHS.RAW_DATA_PATH],
    thresholds: readThresholds(environment),
    onNotice: (notice: string) => isQuiet || console.error(`note: ${notice}`),
    onProgress: bar.update,
  };
  const { report, published } = await tryEtl(options).finally(() => bar.clear());
  if (line.has("json")) console.log(JSON.stringify(report));
  else if (!line.has("quiet")) console.log(summarizeRun(report, published));
  if (published) return EXIT.done;
  console.error(`error: ${auditMessage(report)}`);
  return EXIT.auditFailed;
}

function etlOptions(line: CommandLine) {
  return {
    out: line.text("out") ?? DEFAULT_PATHS.PROCESSED_DATA_PATH,
    catalog: line.text("catalog"),
    contract: line.text("contract"),
    quarantine: line.text("quarantine"),
    report: line.text("report"),
    partitionBy: line.choice("partition-by", ["none", "month", "day"]),
    compression: line.choice("compression", ["zstd", "snappy", "gzip", "none"]),
    workers: line.integer("workers", 1),
    nowMs: line.instant("now"),
    maxQuarantined: line.share("max-quarantined"),
    memoryBytes: line.bytes("memory"),
  };
}

await runTask(main);
