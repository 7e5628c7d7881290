// `deno task generate`: writes realistic viewing events, and the catalog that belongs to them.

import { InputError, UsageError } from "../domain/errors.ts";
import { generateCatalog } from "../pipeline/generate/generate_catalog.ts";
import { type GeneratePlan, planGeneration } from "../pipeline/generate/generate_options.ts";
import { generateRows } from "../pipeline/generate/generate_rows.ts";
import { GENERATE_HELP, type GenerateCommand, readGenerateFlags } from "./generate_flags.ts";
import { writeGenerated } from "./write_generated.ts";

const PROGRESS_EVERY_MS = 200;
const utf8 = new TextEncoder();
const say = (text: string) => Deno.stderr.writeSync(utf8.encode(text));

/** Runs the task with these arguments; returns the exit code. */
async function generate(args: readonly string[], signal: AbortSignal): Promise<number> {
  const command = readGenerateFlags(args);
  if (command.help) {
    console.log(GENERATE_HELP.trimEnd());
    return 0;
  }
  const plan = planGeneration(command.options);
  const out = command.out ?? defaultOut(plan.format);
  refuseOutputs(out, command.catalog);
  if (command.catalog !== undefined) {
    const catalog = utf8.encode(generateCatalog(command.options));
    await writeGenerated(command.catalog, [catalog], { signal });
  }
  await writeRows(command, plan, { out, signal });
  return 0;
}

async function writeRows(
  command: GenerateCommand,
  plan: GeneratePlan,
  { out, signal }: { readonly out: string; readonly signal: AbortSignal },
): Promise<void> {
  const startedMs = performance.now();
  const showsProgress = !command.quiet && Deno.stderr.isTerminal() && out !== "-";
  let shownMs = startedMs;
  const onProgress = (sizeBytes: number) => {
    if (!showsProgress || performance.now() - shownMs < PROGRESS_EVERY_MS) return;
    shownMs = performance.now();
    say(`\r${megabytes(sizeBytes)} written, ${seconds(shownMs - startedMs)}\x1b[K`);
  };
  const rows = generateRows(command.options);
  const sizeBytes = await writeGenerated(out, rows, { signal, onProgress });
  if (showsProgress) say("\r\x1b[K");
  if (command.quiet || out === "-") return;
  const count = plan.rows.toLocaleString("en");
  say(
    `Wrote ${count} rows, ${megabytes(sizeBytes)}, to ${out} in ${
      seconds(performance.now() - startedMs)
    }\n`,
  );
}

/** `RAW_DATA_PATH`, with the format's ending where the setting leaves it open. */
function defaultOut(format: GeneratePlan["format"]): string {
  const setting = Deno.env.get("RAW_DATA_PATH");
  return setting ? setting : `data/raw/watch_logs.${format}`;
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

const interrupt = new AbortController();
const stop = () => interrupt.abort();
Deno.addSignalListener("SIGINT", stop);
try {
  Deno.exitCode = await generate(Deno.args, interrupt.signal);
} catch (error) {
  if (interrupt.signal.aborted) Deno.exitCode = 130;
  else if (error instanceof UsageError || error instanceof InputError) {
    console.error(`${error.name}: ${error.message}`);
    Deno.exitCode = 2;
  } else throw error;
} finally {
  Deno.removeSignalListener("SIGINT", stop);
}
