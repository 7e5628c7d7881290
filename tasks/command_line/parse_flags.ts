// Reads a task's arguments and environment as the typed values that its table of flags asks for.

import type { Environment } from "../../config.ts";
import { UsageError } from "../../domain/errors.ts";
import { nearestName } from "../../domain/nearest_name.ts";
import { type ParsedSetting, parseSetting } from "../../domain/parse_setting.ts";
import type { SettingValues } from "../../domain/setting.ts";
import type { CommandLine, CommandSpec, Flag } from "./command_spec.ts";
import { flagPlaceholder } from "./flag_placeholder.ts";

/**
 * Reads `--flag value`, `--flag=value`, switches, and all else as positionals: `-`, negative numbers, and
 * whatever follows `--`. A flag beats its environment variable, which beats its default; of a flag given
 * twice the last counts, and a list has both. With `--help` or `-h` nothing else is read.
 *
 * @throws {UsageError} on an unknown flag, with the nearest one there is, or a wrong or missing value
 */
export function parseFlags<const Spec extends CommandSpec>(
  spec: Spec,
  args: readonly string[],
  environment: Environment,
): CommandLine<Spec> | { readonly kind: "help" } {
  const { given, positionals, wantsHelp } = splitArguments(spec, args);
  if (wantsHelp) return { kind: "help" };
  refuseSurplus(spec, positionals);
  const values: Record<string, ParsedSetting | undefined> = {};
  for (const [name, flag] of Object.entries<Flag>(spec.flags)) {
    values[name] = readFlag(name, flag, { texts: given.get(name), environment });
  }
  // The table gave each value its kind; the compiler cannot follow that through the loop.
  return { kind: "run", flags: values as SettingValues<Spec["flags"]>, positionals };
}

interface SplitArguments {
  /** The texts of each flag that was given; a switch's is empty. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
  readonly wantsHelp: boolean;
}

function splitArguments(spec: CommandSpec, args: readonly string[]): SplitArguments {
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--help" || arg === "-h") return { given, positionals, wantsHelp: true };
    if (arg === "--") {
      positionals.push(...args.slice(i + 1));
      break;
    }
    if (arg === "-" || !arg.startsWith("-") || /^-\.?\d/.test(arg)) {
      positionals.push(arg);
      continue;
    }
    const [, name = "", inline] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!Object.hasOwn(spec.flags, name)) throw unknownFlag(spec, arg);
    const flag = spec.flags[name]!;
    const text = flag.kind === "switch" ? noValue(name, inline) : inline ?? args[++i];
    if (text === undefined || (inline === undefined && text.startsWith("--"))) {
      throw new UsageError(
        `Cannot parse --${name} as it must be followed by ${flagPlaceholder(flag)}: ` +
          `current value is ${text === undefined ? "nothing" : JSON.stringify(text)}`,
      );
    }
    given.set(name, [...given.get(name) ?? [], text]);
  }
  return { given, positionals, wantsHelp: false };
}

function noValue(name: string, inline: string | undefined): string {
  if (inline === undefined) return "";
  throw new UsageError(
    `Cannot parse --${name} as it must have no value: current value is ${JSON.stringify(inline)}`,
  );
}

function readFlag(
  name: string,
  flag: Flag,
  { texts, environment }: {
    readonly texts: readonly string[] | undefined;
    readonly environment: Environment;
  },
): ParsedSetting | undefined {
  if (texts !== undefined) {
    if (flag.kind === "switch") return true;
    return parseSetting(`--${name}`, flag, flag.kind === "list" ? texts.join(",") : texts.at(-1)!);
  }
  const text = flag.env === undefined ? undefined : environment(flag.env);
  // An empty variable counts as not set, as `NAME=` in .env and in containers means "none".
  if (text !== undefined && text !== "") return parseSetting(flag.env!, flag, text);
  return flag.kind === "switch" ? false : flag.default;
}

function unknownFlag({ command, flags }: CommandSpec, arg: string): UsageError {
  const name = arg.replace(/^-+/, "").replace(/=.*$/s, "");
  const nearest = nearestName(name, [...Object.keys(flags), "help"]);
  const hint = nearest === null ? `see ${command} --help` : `did you mean --${nearest}?`;
  return new UsageError(
    "Cannot parse the command line as every flag must be a known one: " +
      `current value is ${JSON.stringify(arg)} (${hint})`,
  );
}

function refuseSurplus({ command, positionals }: CommandSpec, given: readonly string[]): void {
  const max = positionals === undefined ? 0 : positionals.max ?? Infinity;
  if (given.length <= max) return;
  const wanted = max === 0 ? "flags only" : `${positionals!.value} and flags only`;
  throw new UsageError(
    `Cannot parse the command line as ${command} takes ${wanted}: ` +
      `current value is ${JSON.stringify(given[max])}`,
  );
}
