// Reads the command line of a task, by a table of its flags, and prints its help.

import { parseInstant } from "../domain/instant.ts";
import { nearestName } from "../domain/nearest_name.ts";
import { UsageError } from "../domain/errors.ts";

/** One flag of a task. */
export interface Flag {
  /** What stands for its value in the help, e.g. `FILE`; a switch has none. */
  readonly value?: string;
  readonly help: string;
  /** The environment variable that is used when the flag is not given. */
  readonly env?: string;
  /** Said in the help; the task itself applies it. */
  readonly defaultText?: string;
}

/** A task's command line. */
export interface CommandSpec {
  /** E.g. `deno task etl [INPUT…] [FLAGS]`. */
  readonly usage: string;
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Lines below the flags: exit codes, examples. */
  readonly notes: readonly string[];
}

/** What was given on a command line, read by kind of value. */
export class CommandLine {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>, positionals: readonly string[]) {
    this.#values = values;
    this.positionals = positionals;
  }

  /** Whether a switch was given. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** A flag's text, or undefined. */
  text(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** A whole number from `min` on. */
  integer(name: string, min: number): number | undefined {
    const isValid = (value: number) => Number.isSafeInteger(value) && value >= min;
    return this.#number(name, isValid, `a whole number from ${min} on`);
  }

  /** A share from 0 to 1. */
  share(name: string): number | undefined {
    return this.#number(name, (value) => value >= 0 && value <= 1, "a share from 0 to 1");
  }

  /** A size in bytes: a number, with K, M or G for powers of 1,024. */
  bytes(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const m = /^(\d+(?:\.\d+)?)\s*([KMG]?)i?B?$/i.exec(text);
    if (m === null) throw wrongValue(name, "a size such as 512M or 8G", text);
    return Math.floor(Number(m[1]) * 1_024 ** ["", "K", "M", "G"].indexOf(m[2].toUpperCase()));
  }

  /** An instant, in milliseconds. */
  instant(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const instantMs = parseInstant(text);
    if (Number.isNaN(instantMs)) {
      throw wrongValue(name, "an instant such as 2026-01-31T12:00:00Z", text);
    }
    return instantMs;
  }

  /** One of some words. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) {
      const nearest = nearestName(text, choices);
      const hint = nearest === null ? "" : ` (did you mean ${nearest}?)`;
      throw wrongValue(name, `one of ${choices.join(", ")}`, text, hint);
    }
    return found;
  }

  #number(
    name: string,
    isValid: (value: number) => boolean,
    wanted: string,
  ): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = text.trim() === "" ? NaN : Number(text);
    if (!isValid(value)) throw wrongValue(name, wanted, text);
    return value;
  }
}

/**
 * Reads `--flag value`, `--flag=value`, switches, and everything else as positionals; after `--` all are.
 *
 * @throws {UsageError} on an unknown flag or a missing value, with the nearest valid name
 */
export function readCommandLine(
  spec: CommandSpec,
  args: readonly string[],
  environment: (name: string) => string | undefined,
): CommandLine {
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === "--") {
      positionals.push(...args.slice(i + 1));
      break;
    }
    if (arg === "-h") values.set("help", "");
    else if (arg.length < 2 || !arg.startsWith("-")) positionals.push(arg);
    else i = readFlag(spec, args, { at: i, values });
  }
  for (const [name, { env }] of Object.entries(spec.flags)) {
    const fallback = env === undefined || values.has(name) ? undefined : environment(env);
    if (fallback !== undefined && fallback !== "") values.set(name, fallback);
  }
  return new CommandLine(values, positionals);
}

/** Reads the flag at a place; returns the place of its last word. */
function readFlag(
  spec: CommandSpec,
  args: readonly string[],
  { at, values }: { at: number; values: Map<string, string> },
): number {
  const [, name, , given] = /^--?([^=]*)(=(.*))?$/s.exec(args[at])!;
  const flag = name === "help" ? { help: "" } : spec.flags[name];
  if (flag === undefined || !args[at].startsWith("--")) {
    const nearest = nearestName(name, [...Object.keys(spec.flags), "help"]);
    const hint = nearest === null ? "see --help" : `did you mean --${nearest}?`;
    throw new UsageError(`There is no flag ${args[at].split("=")[0]}: ${hint}`);
  }
  if (flag.value === undefined) {
    if (given !== undefined) throw new UsageError(`--${name} takes no value`);
    values.set(name, "");
    return at;
  }
  const value = given ?? args[at + 1];
  if (value === undefined || (given === undefined && /^--[a-z]/.test(value))) {
    throw new UsageError(`--${name} needs a value: --${name} ${flag.value}`);
  }
  values.set(name, value);
  return given === undefined ? at + 1 : at;
}

function wrongValue(name: string, wanted: string, value: string, hint = ""): UsageError {
  return new UsageError(
    `Cannot read --${name} as it must be ${wanted}: current value is "${value}"${hint}`,
  );
}

/** The text of `--help`. */
export function renderHelp(spec: CommandSpec): string {
  const rows: [string, Flag][] = [
    ...Object.entries(spec.flags),
    ["help", { help: "show this text" }],
  ];
  const heads = rows.map(([name, { value }]) => `--${name}${value ? ` ${value}` : ""}`);
  const width = Math.max(...heads.map(({ length }) => length));
  const lines = rows.map(([, flag], index) => {
    const { help, env, defaultText } = flag;
    const notes = [
      ...(defaultText === undefined ? [] : [`default ${defaultText}`]),
      ...(env === undefined ? [] : [`env ${env}`]),
    ];
    const suffix = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
    return `  ${heads[index].padEnd(width)}  ${help}${suffix}`;
  });
  return [spec.summary, "", `Usage: ${spec.usage}`, "", ...lines, "", ...spec.notes].join("\n");
}
