// `deno task quarantine`: finds rows that broke a rule, tries repairs on them, and replays them.

import {
  type Environment,
  loadStreamConfig,
  STREAM_SETTINGS,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import type { QuarantineList } from "../domain/answers.ts";
import { UsageError } from "../domain/errors.ts";
import type { RepairPreview, RepairReplay, RepairSelection } from "../domain/repair.ts";
import { RULE_IDS } from "../domain/rule.ts";
import { whyUnreadable } from "../lake/disk/read_failure.ts";
import type { CommandLine, CommandSpec } from "./command_line.ts";
import { askSavedRepairs } from "./quarantine/ask_saved_repairs.ts";
import { openPipeline, type Pipeline } from "./quarantine/open_pipeline.ts";
import { tellCounts, tellList, tellPreview, tellRow } from "./quarantine/tell_quarantine.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";

const SPEC = {
  command: "deno task quarantine",
  summary:
    "Lists and shows rows in quarantine, tries repairs on them, replays them, keeps repairs.",
  positionals: {
    value: "list|show|repair|replay [ID…] | repairs [list|add|remove|run NAME]",
    help:
      "repair tells what would come of --repair, replay does it; repairs that are added are taken on new rows",
  },
  flags: {
    rule: { kind: "text", help: "only rows whose first reason is this rule" },
    source: { kind: "text", value: "NAME", help: "only rows of this source" },
    search: { kind: "text", value: "TEXT", help: "only rows whose text contains this" },
    status: {
      kind: "choice",
      choices: ["open", "replayed", "skipped", "any"],
      default: "open",
      help: "of list: rows of this status",
    },
    repair: {
      kind: "text",
      value: "JSON|@FILE",
      default: '{"steps":[]}',
      help: "the repair's steps; none replays rows as they are",
    },
    limit: { kind: "integer", min: 1, max: 500, default: 20, help: "of list: rows at a time" },
    cursor: { kind: "text", help: "of list: where to go on" },
    to: {
      kind: "text",
      value: "URL",
      help: "a service to ask",
      defaultText: "log and store, or while a service has them http://127.0.0.1:8000",
    },
    token: { kind: "text", env: "PLAYHEAD_TOKEN", help: "of that service" },
    json: { kind: "switch", help: "the API's answer as JSON on standard output" },
  },
  settings: { ...STREAM_SETTINGS, ...THRESHOLD_SETTINGS },
  exitCodes: { 0: "done", 2: "usage, or what the API refuses" },
  examples: [
    "deno task quarantine list --rule watch_date.invalid",
    `deno task quarantine repair --rule watch_date.invalid --repair '{"steps":[{"kind":"date","field":"watch_date","format":"DD/MM/YYYY"}]}'`,
    "deno task quarantine replay 17 18 --repair @repair.json",
    "deno task quarantine repairs add units --rule watch_duration_minutes.not_a_number --repair @units.json",
  ],
} as const satisfies CommandSpec;

type Line = CommandLine<typeof SPEC>;
/** An answer as JSON, and as text. */
interface Told {
  readonly answer: unknown;
  readonly text: string;
}

async function run(line: Line, environment: Environment): Promise<number> {
  const { flags, positionals: [command = "list", ...ids] } = line;
  const config = loadStreamConfig(environment);
  const pipeline = await openPipeline(config, {
    ...{ url: flags.to ?? null, token: flags.token ?? null },
  });
  try {
    const { answer, text } = command === "repairs"
      ? await askSavedRepairs(ids, {
        ask: pipeline.ask,
        select: selectionOf({ flags, ids: [] }),
        readRepair: () => readRepair(flags.repair),
      })
      : await tell(command, { flags, ids: ids.map(readId) }, pipeline);
    console.log(flags.json ? JSON.stringify(answer) : text);
  } finally {
    await pipeline.close();
  }
  return EXIT.done;
}

interface Asked {
  readonly flags: Line["flags"];
  readonly ids: readonly number[];
}

async function tell(command: string, asked: Asked, pipeline: Pipeline): Promise<Told> {
  switch (command) {
    case "list":
      return await list(asked, pipeline);
    case "show":
      return await show(asked, pipeline);
    case "repair": {
      const answer = await pipeline.ask<RepairPreview>(
        "/api/quarantine/preview",
        { select: selectionOf(asked), repair: await readRepair(asked.flags.repair) },
      );
      checkTried(answer.tried, asked);
      const more = answer.next_cursor === null ? "" : "\nThere are more rows than were tried.";
      return { answer, text: tellPreview(answer) + more };
    }
    case "replay":
      return await replay(asked, pipeline);
    default:
      throw new UsageError(
        `Cannot run as the command must be list, show, repair, replay or repairs: current value is "${command}"`,
      );
  }
}

async function list({ flags }: Asked, pipeline: Pipeline): Promise<Told> {
  checkRule(flags.rule);
  const query = new URLSearchParams({ limit: String(flags.limit) });
  if (flags.status !== "any") query.set("status", flags.status);
  for (const name of ["rule", "source", "search", "cursor"] as const) {
    if (flags[name] !== undefined) query.set(name, flags[name]);
  }
  const answer = await pipeline.ask<QuarantineList>(`/api/quarantine?${query}`);
  return { answer, text: tellList(answer, flags) };
}

async function show({ ids }: Asked, pipeline: Pipeline): Promise<Told> {
  if (ids.length === 0) throw new UsageError("Cannot show rows as an id must be named: none is");
  const rows = await Promise.all(ids.map(async (id) => {
    const { rows: [row] } = await pipeline.ask<QuarantineList>(`/api/quarantine?id=${id}`);
    if (row !== undefined) return row;
    throw new UsageError(`Cannot show a row as it must be in quarantine: current value is ${id}`);
  }));
  return { answer: { rows }, text: rows.map(tellRow).join("\n\n") };
}

/** Goes on until every row of the selection was tried. */
async function replay(asked: Asked, pipeline: Pipeline): Promise<Told> {
  const select = selectionOf(asked), repair = await readRepair(asked.flags.repair);
  const sum = { tried: 0, passes: 0, skipped: 0, unreadable: 0, replayed: 0 };
  const broken: Record<string, number> = {};
  let cursor: string | null = null;
  do {
    const body = { select, repair, cursor };
    const answer: RepairReplay = await pipeline.ask<RepairReplay>("/api/quarantine/replay", body);
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += answer[key];
    for (const [rule, rows] of Object.entries(answer.broken)) {
      broken[rule] = (broken[rule] ?? 0) + rows;
    }
    cursor = answer.next_cursor;
  } while (cursor !== null);
  checkTried(sum.tried, asked);
  const when = pipeline.isService
    ? ""
    : " They are in the log; deno task start or deno task consume applies them.";
  const answer: RepairReplay = { ...sum, broken, next_cursor: null };
  return { answer, text: tellCounts(answer, "are replayed") + when };
}

function selectionOf({ flags: { rule, source, search }, ids }: Asked): RepairSelection {
  checkRule(rule);
  return {
    ...(ids.length === 0 ? {} : { ids }),
    ...{ rule: rule ?? null, source: source ?? null, search: search ?? null },
  };
}

/** A rule that is none would fit no row, which looks like good news. */
function checkRule(rule: string | undefined): void {
  if (rule === undefined || RULE_IDS.some((one) => one === rule)) return;
  throw new UsageError(
    `Cannot parse --rule as it must be one of ${RULE_IDS.join(", ")}: current value is "${rule}"`,
  );
}

/** @throws {UsageError} an id was named, and no row of it is open */
function checkTried(tried: number, { ids }: Asked): void {
  if (tried > 0 || ids.length === 0) return;
  throw new UsageError(
    `Cannot repair rows as they must be open in quarantine: current value is ${ids.join(", ")}`,
  );
}

function readId(text: string): number {
  const id = Number(text.replace(/^#/, ""));
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new UsageError(
    `Cannot parse an id as it must be a whole number: current value is "${text}"`,
  );
}

/** What it must be is the API's to say. */
async function readRepair(given: string): Promise<unknown> {
  const text = given.startsWith("@") ? await readFile(given.slice(1)) : given;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(
      `Cannot parse --repair as it must be JSON: current value is ${
        JSON.stringify(text.slice(0, 80))
      }`,
      { cause },
    );
  }
}

async function readFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    throw new UsageError(`Cannot read the repair ${path} as ${whyUnreadable(cause)}`, { cause });
  }
}

await runCommand(SPEC, run);
