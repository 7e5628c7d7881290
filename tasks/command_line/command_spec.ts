// The table that describes a task's command line: reading and help both come from it.

import type { Setting, SettingValues } from "../../domain/setting.ts";

/** One flag of a task: `--name VALUE`, or `--name` for a switch. */
export type Flag = Setting & {
  /** What stands for its value in the help, e.g. `FILE`; by default said by its kind. */
  readonly value?: string;
  /** The environment variable that is used when the flag is not given. */
  readonly env?: string;
};

/** The arguments that belong to no flag. */
export interface Positionals {
  /** As in the usage line, e.g. `[INPUT…]`. */
  readonly value: string;
  readonly help: string;
  /** At most this many; by default any number. */
  readonly max?: number;
}

/** A task's command line. Write it `as const satisfies CommandSpec`, so that its types can be inferred. */
export interface CommandSpec {
  /** What is typed before the flags, e.g. `deno task etl`. */
  readonly command: string;
  readonly summary: string;
  readonly positionals?: Positionals;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Variables without a flag that the task reads: for the help. */
  readonly settings?: Readonly<Record<string, Setting>>;
  /** What each exit code means. */
  readonly exitCodes: Readonly<Record<number, string>>;
  readonly examples: readonly string[];
}

/** What was given for a command: every flag by its name, defaults filled in. */
export interface CommandLine<Spec extends CommandSpec> {
  readonly kind: "run";
  readonly flags: SettingValues<Spec["flags"]>;
  readonly positionals: readonly string[];
}
