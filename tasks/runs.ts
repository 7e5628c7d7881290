// `deno task runs`: the ETL's runs, one of them whole, or two compared.

import { plural } from "../domain/format.ts";
import {
  type Environment,
  loadStreamConfig,
  STREAM_SETTINGS,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import { RUN_FIGURES, writeFigure } from "../components/runs/run_figures.ts";
import { UsageError } from "../domain/errors.ts";
import type { RunAnswer, RunReport } from "../domain/report.ts";
import type { RemovedImport } from "../serving/ports.ts";
import type { RunList } from "../domain/service_answers.ts";
import type { CommandLine, CommandSpec } from "./command_line.ts";
import { openPipeline, type Pipeline } from "./quarantine/open_pipeline.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";

const SPEC = {
  command: "deno task runs",
  summary:
    "Lists the ETL's runs; shows one, compares two, runs one again, or takes its import back.",
  positionals: {
    value: "[again|remove] [ID [ID]]",
    help:
      "the first characters of a run's id; again runs it with the same inputs and parameters, " +
      "remove takes its rows out of all figures: of a run, or of a source as the ledger names it",
    max: 2,
  },
  flags: {
    limit: { kind: "integer", min: 1, max: 500, default: 20, help: "runs that are listed" },
    to: {
      kind: "text",
      value: "URL",
      help: "a service to ask",
      defaultText: "the store, or while a service has the log http://127.0.0.1:8000",
    },
    token: { kind: "text", env: "PLAYHEAD_TOKEN", help: "of that service, to run again or remove" },
    json: { kind: "switch", help: "reports as JSON on standard output" },
  },
  settings: { ...STREAM_SETTINGS, ...THRESHOLD_SETTINGS },
  exitCodes: { 0: "done", 2: "usage, or no such run" },
  examples: [
    "deno task runs",
    "deno task runs 2ae4 581b",
    "deno task runs again 2ae4",
    "deno task runs remove 2ae4",
    "deno task runs remove data/raw/views.csv",
    "deno task runs --json | jq .runs[0]",
  ],
} as const satisfies CommandSpec;

async function run(
  { flags, positionals }: CommandLine<typeof SPEC>,
  environment: Environment,
): Promise<number> {
  const config = loadStreamConfig(environment);
  const pipeline = await openPipeline(config, {
    url: flags.to ?? null,
    token: flags.token ?? null,
  });
  try {
    const { runs } = await pipeline.ask<RunList>(
      `/api/runs?limit=${positionals.length === 0 ? flags.limit : 500}`,
    );
    if (positionals[0] === "remove") {
      const removed = await removeImport(runs, positionals[1] ?? "", pipeline);
      console.log(flags.json ? JSON.stringify(removed) : tellRemoved(removed, pipeline));
      return EXIT.done;
    }
    const chosen = positionals[0] === "again"
      ? await runAgain(find(runs, positionals[1] ?? ""), pipeline)
      : positionals.map((start) => find(runs, start));
    const shown = chosen.length === 0 ? runs : chosen;
    const text = chosen.length === 0
      ? runs.map(tellRun).join("\n") || "No run yet"
      : tellAll(chosen);
    console.log(flags.json ? JSON.stringify({ runs: shown }) : text);
  } finally {
    await pipeline.close();
  }
  return EXIT.done;
}

/** The run and what came of it now, to be compared. */
async function runAgain(earlier: RunAnswer, pipeline: Pipeline): Promise<RunAnswer[]> {
  const path = `/api/runs/${encodeURIComponent(earlier.run_id)}/again`;
  const again = await pipeline.ask<RunReport>(path, {});
  return [earlier, { ...again, removed_at: null, older_rules: false }];
}

/** By the run that published it, else by its source. */
async function removeImport(
  runs: readonly RunAnswer[],
  name: string,
  pipeline: Pipeline,
): Promise<RemovedImport> {
  if (name === "") {
    throw new UsageError("Cannot remove an import as its run or source must be named after remove");
  }
  const named = runs.filter(({ run_id }) => run_id.startsWith(name));
  const body = named.length === 0 ? { source: name } : { run_id: find(named, name).run_id };
  return await pipeline.ask<RemovedImport>("/api/imports/remove", body);
}

function tellRemoved(
  { source, rows, kept_file }: RemovedImport,
  { isService }: Pipeline,
): string {
  const file = kept_file === null ? "" : `; its file is kept as ${kept_file}`;
  const when = isService ? "" : "; they leave the figures once deno task start or consume runs";
  return `Removed ${source}: ${plural(rows, "row")}${file}${when}`;
}

function find(runs: readonly RunAnswer[], start: string): RunAnswer {
  const [found, another] = runs.filter(({ run_id }) => run_id.startsWith(start));
  if (found !== undefined && another === undefined) return found;
  throw new UsageError(
    `Cannot find the run as its id must begin that of ${found ? "one" : "any"} run: ` +
      `current value is "${start}"`,
  );
}

function tellRun(run: RunAnswer): string {
  const { run_id, started_at, ledger, expectations, inputs, seconds } = run;
  const failed = expectations.filter(({ passed }) => !passed).map(({ id }) => id);
  return `${run_id.slice(0, 8)}  ${started_at}  ${String(ledger.read).padStart(9)} rows  ` +
    `${String(ledger.quarantined).padStart(6)} quarantined  ${seconds.toFixed(2).padStart(7)} s  ` +
    `${inputs.map(({ path }) => path).join(" ")}` +
    (failed.length === 0 ? "" : `  failed: ${failed.join(", ")}`) +
    (stateOf(run) === null ? "" : `  ${stateOf(run)}`);
}

/** Whether its rows count still, and as what; null when they do. */
function stateOf({ removed_at, older_rules }: RunAnswer): string | null {
  if (removed_at !== null) return "removed";
  return older_rules ? "of older rules" : null;
}

/** One or two runs, a figure a line. */
function tellAll(runs: readonly RunAnswer[]): string {
  const line = (name: string, values: readonly string[]) =>
    `${name.padEnd(28)}${values.map((value) => value.padStart(24)).join("")}`;
  const [run] = runs;
  return [
    line("run", runs.map(({ run_id }) => run_id.slice(0, 8))),
    line("started", runs.map(({ started_at }) => started_at.slice(0, 19))),
    ...(runs.some((one) => stateOf(one) !== null)
      ? [line("state", runs.map((one) => stateOf(one) ?? "counts"))]
      : []),
    ...RUN_FIGURES.flatMap(([, figures]) =>
      figures.map((figure) => line(figure.name, runs.map((run) => writeFigure(figure, run))))
    ),
    ...(run?.expectations ?? []).map(({ id }) =>
      line(
        id,
        runs.map(({ expectations }) => {
          const one = expectations.find((other) => other.id === id);
          return one === undefined ? "–" : one.passed ? "holds" : "fails";
        }),
      )
    ),
  ].join("\n");
}

await runCommand(SPEC, run);
