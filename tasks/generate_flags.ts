// Reads the command line of `deno task generate`.

import { UsageError } from "../domain/errors.ts";
import { nearestName } from "../domain/nearest_name.ts";
import { GENERATE_DEFAULTS, type GenerateOptions } from "../pipeline/generate/generate_options.ts";

/** What one run of the task is to do. */
export interface GenerateCommand {
  readonly options: GenerateOptions;
  /** A path, or `-` for standard output; undefined when not given. */
  readonly out: string | undefined;
  /** Where the catalog goes, in the same way; undefined for nowhere. */
  readonly catalog: string | undefined;
  readonly quiet: boolean;
  readonly help: boolean;
}

/** Flags with the name of their value ("" for a switch) and what they do. */
const FLAGS: Readonly<Record<string, readonly [value: string, text: string]>> = {
  rows: ["N", `data rows, errors and duplicates included (default ${GENERATE_DEFAULTS.rows})`],
  users: ["N", "users (default one per 40 rows, at least 50)"],
  shows: ["N", `shows in the catalog (default ${GENERATE_DEFAULTS.shows})`],
  days: ["N", `length of the period (default ${GENERATE_DEFAULTS.days})`],
  start: ["DATE", "first day, YYYY-MM-DD (default: the period ends with 2026-10-31)"],
  seed: ["S", `same seed and options, same bytes (default ${GENERATE_DEFAULTS.seed})`],
  errors: ["SHARE", `rows that break a rule (default ${GENERATE_DEFAULTS.errors})`],
  "error-kinds": ["KINDS", "all, or fields: no error in the structure of a row (default all)"],
  duplicates: ["SHARE", `rows that repeat another (default ${GENERATE_DEFAULTS.duplicates})`],
  episodes: ["", "add event_id, episode, device, country and genre"],
  format: ["FORMAT", "csv or ndjson (default: by the ending of --out, else csv)"],
  out: ["FILE", "file to write, - for standard output (default RAW_DATA_PATH)"],
  catalog: ["FILE", "also write show_name,runtime_minutes,genre of every show"],
  quiet: ["", "no progress and no summary"],
  help: ["", "show this text"],
};

/** The text of `--help`. */
export const GENERATE_HELP = `Write realistic viewing events, and the catalog that belongs to them.

Usage: deno task generate [FLAGS]

${
  Object.entries(FLAGS).map(([name, [value, text]]) =>
    `  --${`${name} ${value}`.padEnd(20)} ${text}`
  )
    .join("\n")
}

Examples:
  deno task generate --rows 5000000 --catalog data/raw/catalog.csv
  deno task generate --rows 1000 --episodes --format ndjson --out - | head
`;

/**
 * Reads `--flag value` and `--flag=value`.
 *
 * @throws {UsageError} on an unknown flag, a missing value, or a value of the wrong kind
 */
export function readGenerateFlags(args: readonly string[]): GenerateCommand {
  const values = flagValues(args);
  const out = values.get("out");
  const byEnding = out?.endsWith(".ndjson") || out?.endsWith(".jsonl") ? "ndjson" : undefined;
  const format = oneOf("format", values.get("format"), ["csv", "ndjson"]) ?? byEnding;
  const errorKinds = oneOf("error-kinds", values.get("error-kinds"), ["all", "fields"]);
  const start = values.get("start");
  const options: Record<string, unknown> = { start, format, errorKinds };
  for (const name of ["rows", "users", "shows", "days", "seed", "errors", "duplicates"]) {
    options[name] = numberOf(name, values.get(name));
  }
  options.episodes = values.has("episodes");
  // What was not given is left out, so that the generator's own defaults hold.
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    options: Object.fromEntries(given),
    out,
    catalog: values.get("catalog"),
    quiet: values.has("quiet"),
    help: values.has("help"),
  };
}

function flagValues(args: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] === "-h" ? "--help" : args[i]!;
    const [, name = "", inline] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
    if (flag === undefined) throw unknownFlag(arg);
    const isSwitch = flag[0] === "";
    if (isSwitch && inline !== undefined) {
      throw new UsageError(
        `Cannot read --${name} as it takes no value: current value is ${inline}`,
      );
    }
    const value = isSwitch ? "" : inline ?? args[++i];
    if (value === undefined || (inline === undefined && value.startsWith("--"))) {
      throw new UsageError(
        `Cannot read --${name} as it must be followed by ${flag[0]}: current value is nothing`,
      );
    }
    values.set(name, value);
  }
  return values;
}

function unknownFlag(arg: string): UsageError {
  const nearest = nearestName(arg.replace(/^-+/, "").replace(/=.*$/s, ""), Object.keys(FLAGS));
  const advice = nearest === null ? "--help lists them" : `did you mean --${nearest}?`;
  return new UsageError(
    `Cannot read the command line as every argument must be a known flag: current value is ${
      JSON.stringify(arg)
    }; ${advice}`,
  );
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const plain = text.replace(/(?<=\d)_(?=\d)/g, ""); // 5_000_000
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:e\d+)?$/i.test(plain)) return Number(plain);
  throw new UsageError(
    `Cannot generate as --${name} must be a number: current value is ${JSON.stringify(text)}`,
  );
}

function oneOf<Choice extends string>(
  name: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((known) => known === text);
  if (choice !== undefined) return choice;
  const nearest = nearestName(text, choices);
  const advice = nearest === null ? "" : `; did you mean ${nearest}?`;
  throw new UsageError(
    `Cannot generate as --${name} must be ${choices.join(" or ")}: current value is ${
      JSON.stringify(text)
    }${advice}`,
  );
}
