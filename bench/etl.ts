// `deno task bench:etl`: the ETL against polars, DuckDB and pandas on the same rows, as whole processes.

import { UsageError } from "../domain/errors.ts";
import { buildEnv } from "./build_env.ts";
import { compareContestants } from "./compare_contestants.ts";
import { describeMachine } from "./describe_machine.ts";
import { type Contestant, CONTESTANTS } from "./etl_contestants.ts";
import { ETL_BENCH_HELP, type EtlBenchCommand, readEtlFlags } from "./etl_flags.ts";
import { renderEtlScaleSection } from "./etl_scale_section.ts";
import { renderEtlSection, type SizeResult } from "./etl_section.ts";
import { generateInput } from "./generate_input.ts";
import { writeSection } from "./write_section.ts";

/** Measures, prints the section, and writes it unless programs were left out. */
async function benchEtl(args: readonly string[], signal: AbortSignal): Promise<void> {
  const command = readEtlFlags(args, CONTESTANTS.map(({ id }) => id));
  if (command.help) return console.log(ETL_BENCH_HELP.trimEnd());
  const contestants = chosen(command);
  const withPeers = contestants.some(({ id }) => id !== "playhead");
  if (withPeers) console.error(`bench/.venv is ${await buildEnv()}`);
  const machine = await describeMachine({ withPeers });
  const results = await measureSizes(command, contestants, signal);
  const about = { machine, repeat: command.repeat };
  const section = command.large
    ? renderEtlScaleSection(results, about)
    : renderEtlSection(results, about);
  console.log(section);
  // A table with programs left out would overwrite the whole one.
  if (command.only.length > 0) return;
  await writeSection(command.docsPath, command.large ? "bench:etl-scale" : "bench:etl", section);
  console.error(`Wrote ${command.docsPath}`);
}

function chosen({ large, only }: EtlBenchCommand): readonly Contestant[] {
  if (large) return CONTESTANTS.slice(0, 1);
  return only.length === 0 ? CONTESTANTS : CONTESTANTS.filter(({ id }) => only.includes(id));
}

/** One input at a time, as the largest takes gigabytes of the disk. */
async function measureSizes(
  { rows: sizes, repeat }: EtlBenchCommand,
  contestants: readonly Contestant[],
  signal: AbortSignal,
): Promise<SizeResult[]> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-bench-" });
  try {
    const results: SizeResult[] = [];
    for (const rows of sizes) {
      const inputPath = `${folder}/input.csv`;
      const inputBytes = await generateInput(inputPath, { rows, signal });
      const runs = await compareContestants(contestants, inputPath, {
        repeat,
        folder,
        signal,
        onRun: (name, round, run) =>
          console.error(
            `${rows} rows, ${round === 0 ? "check" : `run ${round}`}, ${name}: ` +
              `${run.wallSeconds.toFixed(2)} s, ${run.cpuSeconds.toFixed(2)} s of CPU, ` +
              `${(run.peakBytes / 1e6).toFixed(0)} MB`,
          ),
      });
      results.push({ rows, inputBytes, contestants: runs });
    }
    return results;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const interrupt = new AbortController();
  const stop = () => interrupt.abort(new Error("Interrupted"));
  for (const name of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(name, stop);
  try {
    await benchEtl(Deno.args, interrupt.signal);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = error instanceof UsageError ? 2 : 1;
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) Deno.removeSignalListener(name, stop);
  }
}
