// `deno task generate`: writes realistic viewing events, and the catalog that belongs to them.

import { formatCount } from "../domain/format.ts";
import { PATH_SETTINGS } from "../config.ts";
import { UsageError } from "../domain/errors.ts";
import { generateCatalog } from "../pipeline/generate/generate_catalog.ts";
import {
  GENERATE_DEFAULTS,
  type GenerateOptions,
  type GeneratePlan,
  planGeneration,
} from "../pipeline/generate/generate_options.ts";
import { generateRows } from "../pipeline/generate/generate_rows.ts";
import type { CommandLine } from "./command_line.ts";
import { GENERATE_SPEC } from "./generate_spec.ts";
import { runCommand } from "./run_command.ts";
import { withInterrupt } from "./with_interrupt.ts";
import { EXIT } from "./run_task.ts";
import { writeGenerated } from "./write_generated.ts";

type Flags = CommandLine<typeof GENERATE_SPEC>["flags"];

const PROGRESS_EVERY_MS = 200;
const utf8 = new TextEncoder();
const say = (text: string) => Deno.stderr.writeSync(utf8.encode(text));

async function generate(flags: Flags, signal: AbortSignal): Promise<number> {
  const options = generateOptions(flags);
  const plan = planGeneration(options);
  const out = flags.out ?? defaultOut(plan.format);
  refuseOutputs(out, flags.catalog);
  if (flags.catalog !== undefined) {
    const catalog = utf8.encode(generateCatalog(options));
    await writeGenerated(flags.catalog, [catalog], { signal });
  }
  await writeRows(options, plan, { out, quiet: flags.quiet, signal });
  return EXIT.done;
}

function generateOptions(flags: Flags): GenerateOptions {
  const { rows, shows, days, seed, errors, duplicates, episodes, profiles, users, start, out } =
    flags;
  const byEnding = /\.(ndjson|jsonl)$/.test(out ?? "") ? "ndjson" : GENERATE_DEFAULTS.format;
  return {
    ...{ rows, shows, days, seed, errors, duplicates, episodes, profiles },
    ...users === undefined ? {} : { users },
    ...start === undefined ? {} : { start },
    errorKinds: flags["error-kinds"],
    format: flags.format ?? byEnding,
  };
}

async function writeRows(
  options: GenerateOptions,
  plan: GeneratePlan,
  { out, quiet, signal }: {
    readonly out: string;
    readonly quiet: boolean;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const startedMs = performance.now();
  const showsProgress = !quiet && Deno.stderr.isTerminal() && out !== "-";
  let shownMs = startedMs;
  const onProgress = (sizeBytes: number) => {
    if (!showsProgress || performance.now() - shownMs < PROGRESS_EVERY_MS) return;
    shownMs = performance.now();
    say(`\r${megabytes(sizeBytes)} written, ${seconds(shownMs - startedMs)}\x1b[K`);
  };
  const rows = generateRows(options);
  const sizeBytes = await writeGenerated(out, rows, { signal, onProgress });
  if (showsProgress) say("\r\x1b[K");
  if (quiet || out === "-") return;
  const count = formatCount(plan.rows);
  say(
    `Wrote ${count} rows, ${megabytes(sizeBytes)}, to ${out} in ${
      seconds(performance.now() - startedMs)
    }\n`,
  );
}

/** The input of the ETL, with the ending of what is written. */
function defaultOut(format: GeneratePlan["format"]): string {
  return PATH_SETTINGS.RAW_DATA_PATH.default.replace(/csv$/, format);
}

function refuseOutputs(out: string, catalog: string | undefined): void {
  if (catalog === out) {
    throw new UsageError(
      `Cannot generate as --catalog must differ from --out: current value is ${catalog}`,
    );
  }
  const compressed = [out, catalog].find((path) => path !== undefined && /\.(gz|zst)$/.test(path));
  if (compressed === undefined) return;
  throw new UsageError(
    "Cannot generate as outputs must be plain files (pipe `--out -` through a compressor): " +
      `current value is ${compressed}`,
  );
}

const megabytes = (sizeBytes: number) => `${(sizeBytes / 1e6).toFixed(1)} MB`;
const seconds = (durationMs: number) => `${(durationMs / 1000).toFixed(1)} s`;

await runCommand(
  GENERATE_SPEC,
  ({ flags }) => withInterrupt((signal) => generate(flags, signal)),
);
