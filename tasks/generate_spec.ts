// The flags of `deno task generate`.

import { PATH_SETTINGS } from "../config.ts";
import { GENERATE_DEFAULTS, LAST_DAY } from "../pipeline/generate/generate_options.ts";
import type { CommandSpec } from "./command_line.ts";

/** Limits are the generator's own: it checks them together, as some depend on others. */
export const GENERATE_SPEC = {
  command: "deno task generate",
  summary: "Writes realistic viewing events, and the catalog that belongs to them.",
  flags: {
    rows: {
      kind: "integer",
      default: GENERATE_DEFAULTS.rows,
      help: "data rows, errors and duplicates included",
    },
    users: { kind: "integer", help: "users", defaultText: "one for each 40 rows, at least 50" },
    shows: { kind: "integer", default: GENERATE_DEFAULTS.shows, help: "shows in the catalog" },
    days: { kind: "integer", default: GENERATE_DEFAULTS.days, help: "length of the period" },
    start: {
      kind: "text",
      value: "DATE",
      help: "first day, YYYY-MM-DD",
      defaultText: `the period ends with ${LAST_DAY}`,
    },
    seed: {
      kind: "integer",
      default: GENERATE_DEFAULTS.seed,
      help: "same seed and options, same bytes",
    },
    errors: {
      kind: "number",
      value: "SHARE",
      default: GENERATE_DEFAULTS.errors,
      help: "rows that break a rule",
    },
    "error-kinds": {
      kind: "choice",
      choices: ["all", "fields"],
      default: GENERATE_DEFAULTS.errorKinds,
      help: "fields: no error in the structure of a row",
    },
    duplicates: {
      kind: "number",
      value: "SHARE",
      default: GENERATE_DEFAULTS.duplicates,
      help: "rows that repeat another",
    },
    episodes: { kind: "switch", help: "add event_id, episode, device, country and genre" },
    profiles: { kind: "switch", help: "add these and profile" },
    format: {
      kind: "choice",
      choices: ["csv", "ndjson"],
      help: "what to write",
      defaultText: "by the ending of --out, else csv",
    },
    out: {
      kind: "text",
      value: "FILE",
      env: "RAW_DATA_PATH",
      help: "file to write, - for standard output",
      defaultText: `${PATH_SETTINGS.RAW_DATA_PATH.default}, or .ndjson`,
    },
    catalog: {
      kind: "text",
      value: "FILE",
      help: "also write show_name,runtime_minutes,genre of every show",
    },
    quiet: { kind: "switch", help: "no progress and no summary" },
  },
  exitCodes: { 0: "done", 2: "usage, or a file that cannot be written", 130: "interrupted" },
  examples: [
    "deno task generate --rows 5000000 --catalog data/raw/catalog.csv",
    "deno task generate --rows 1000 --episodes --format ndjson --out - | head",
  ],
} as const satisfies CommandSpec;
