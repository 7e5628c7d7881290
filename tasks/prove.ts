// `deno task prove`: the same rows through batch and stream, and every number of both side by side.

import { formatCount } from "../domain/format.ts";
import { join } from "node:path";
import {
  type Environment,
  loadStreamConfig,
  STREAM_SETTINGS,
  type StreamConfig,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import { UsageError } from "../domain/errors.ts";
import { generateCatalog } from "../pipeline/generate/generate_catalog.ts";
import { GENERATE_DEFAULTS } from "../pipeline/generate/generate_options.ts";
import { generateRows } from "../pipeline/generate/generate_rows.ts";
import { Sfc32 } from "../pipeline/generate/sfc32.ts";
import { findLogTrouble } from "../log/open_log.ts";
import { ownLog } from "../log/own_log.ts";
import { composeStore } from "../serving/compose.ts";
import type { CommandLine, CommandSpec } from "./command_line.ts";
import { compareOutcomes, type Proof } from "./prove/compare_outcomes.ts";
import { runBatch } from "./prove/run_batch.ts";
import { runStream, type StreamRun } from "./prove/run_stream.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";
import { withInterrupt } from "./with_interrupt.ts";
import { writeGenerated } from "./write_generated.ts";

const SPEC = {
  command: "deno task prove",
  summary: "Proves that batch and stream come to the same rows and numbers, whatever crashes.",
  positionals: { value: "[FILE…]", help: "as for deno task etl; without, hard rows are generated" },
  flags: {
    catalog: { kind: "text", value: "FILE", help: "runtimes and genres, as for deno task etl" },
    kills: { kind: "integer", min: 0, default: 5, help: "times that the consumer is killed" },
    repeats: {
      kind: "number",
      value: "SHARE",
      default: 0.05,
      help: "rows that are sent a second time",
    },
    rows: { kind: "integer", min: 1, default: 100_000, help: "rows to generate without a FILE" },
    seed: { kind: "integer", min: 0, help: "of order, repeats and kills", defaultText: "random" },
    json: { kind: "switch", help: "print one JSON object and nothing else" },
    quiet: { kind: "switch", help: "no progress" },
  },
  settings: { ...STREAM_SETTINGS, ...THRESHOLD_SETTINGS },
  exitCodes: {
    0: "all equal",
    1: "something differs",
    2: "usage, or an input that cannot be read",
    130: "interrupted",
  },
  examples: [
    "deno task prove ViewingActivity.csv",
    "deno task prove --rows 1000000 --kills 20",
  ],
} as const satisfies CommandSpec;

type Flags = CommandLine<typeof SPEC>["flags"];

interface Given {
  readonly inputs: readonly string[];
  readonly catalog: string | undefined;
}

async function prove(
  { flags, positionals }: CommandLine<typeof SPEC>,
  config: StreamConfig,
  signal: AbortSignal,
): Promise<number> {
  const seed = flags.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!;
  const folder = await Deno.makeTempDir({ prefix: "playhead-prove-" });
  const say = progressLine(!flags.quiet && !flags.json && Deno.stderr.isTerminal());
  try {
    const trouble = await findLogTrouble(config.log);
    if (trouble !== null) throw new UsageError(trouble);
    const dataPath = join(folder, "data");
    await Deno.mkdir(dataPath);
    const given = positionals.length > 0
      ? { inputs: positionals, catalog: flags.catalog }
      : await generate(folder, flags, { seed, signal });
    say("running the batch");
    const { thresholds, partitions } = config;
    const onNotice = (notice: string) => {
      if (!flags.quiet) console.error(`note: ${notice}`);
    };
    const batch = await runBatch({ ...given, thresholds, folder, signal, onNotice });
    const stream = await runStream({
      ...{ rows: batch.sourceRows, catalog: batch.catalog, dataPath, partitions },
      log: ownLog(config.log, { dataPath, name: `prove-${seed}` }),
      ...{ repeats: flags.repeats, kills: flags.kills, chance: new Sfc32(seed, 1), signal },
      onProgress: say,
    });
    say("comparing");
    const view = composeStore(dataPath), { repeated } = stream;
    const proof = await compareOutcomes(batch, view.open(), { repeated, thresholds })
      .finally(() => view.close());
    say("");
    const isEqual = proof.lines.every((line) => line.isEqual);
    if (flags.json) console.log(JSON.stringify({ seed, ...stream, isEqual, ...proof }));
    else console.log(describe(proof, stream, seed));
    return isEqual ? EXIT.done : EXIT.auditFailed;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Rows with errors of every kind, duplicates, episodes, and a catalog that belongs to them. */
async function generate(
  folder: string,
  flags: Flags,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<Given> {
  const options = {
    ...{ ...GENERATE_DEFAULTS, rows: flags.rows, seed, errors: 0.03, duplicates: 0.03 },
    ...{ episodes: true, format: "csv" as const },
  };
  const out = join(folder, "rows.csv"), catalog = flags.catalog ?? join(folder, "catalog.csv");
  await writeGenerated(out, generateRows(options), { signal });
  if (flags.catalog === undefined) {
    await Deno.writeTextFile(catalog, generateCatalog(options));
  }
  return { inputs: [out], catalog };
}

function describe({ lines, examples }: Proof, stream: StreamRun, seed: number): string {
  const head = { metric: "metric", batch: "batch", stream: "stream" };
  const widths = (["metric", "batch", "stream"] as const).map((name) =>
    Math.min(44, Math.max(...[head, ...lines].map((line) => line[name].length)))
  ) as [number, number, number];
  const row = (line: typeof head, verdict: string) =>
    `${line.metric.padEnd(widths[0])}  ${line.batch.padStart(widths[1])}  ` +
    `${line.stream.padStart(widths[2])}  ${verdict}`;
  const wrong = lines.filter((line) => !line.isEqual).length;
  const rows = formatCount(stream.sent), repeated = formatCount(stream.repeated);
  const removed = formatCount(stream.removed);
  return [
    row(head, "equal?"),
    ...lines.map((line) => row(line, line.isEqual ? "yes" : "NO")),
    ...examples.map((example) => `  ${example}`),
    "",
    `${wrong === 0 ? "All equal" : `${wrong} of ${lines.length} DIFFER`}: ${rows} records in a ` +
    `random order, ${repeated} of them a second time, ${removed} more of a source that was ` +
    `removed, ${stream.kills} kills, seed ${seed}`,
  ].join("\n");
}

function progressLine(isShown: boolean): (text: string) => void {
  return (text) => {
    if (isShown) Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[2K${text}`));
  };
}

await runCommand(SPEC, (line, environment: Environment) => {
  const config = loadStreamConfig(environment);
  return withInterrupt((signal) => prove(line, config, signal));
});
