// Finds the input files that a command line names: files, folders, patterns, standard input.

import { InputError } from "../../domain/errors.ts";
import { isGlobPattern } from "../transform/glob_pattern.ts";
import { isRunOutput } from "./is_run_output.ts";
import { filesBelow, matchFiles } from "./match_files.ts";
import { readFailure } from "./read_failure.ts";

/** An input as the user named it, before it is opened; the path of standard input is `-`. */
export interface InputFile {
  readonly kind: "file" | "stdin";
  readonly path: string;
}

/** How inputs are looked for. */
export interface ExpandOptions {
  /** Told, in a sentence, of each input that is left out: named again, or a run's own output. */
  readonly onNotice?: (notice: string) => void;
}

const KNOWN_NAME = /\.(?:csv|ndjson|jsonl|json)(?:\.(?:gz|gzip|zst|zstd))?$/i;
/** What runs leave in a folder is never taken for an input of the next one; `isRunOutput()` knows it by content. */
const OUTPUT_NAME = /\.(?:quarantine\.ndjson|report\.json)$/i;

/**
 * The inputs in the order in which they are named; those of one folder (with the folders in it) or
 * pattern by the bytes of their paths. A folder gives files with a known ending; a pattern too, or all
 * it matches when none has one. Hidden files and what runs write are left out unless named as such.
 *
 * @throws {InputError} when an argument names nothing that can be read
 */
export function expandInputs(
  args: readonly string[],
  options: ExpandOptions = {},
): Promise<InputFile[]> {
  return Promise.try(() => oncePerFile(args.flatMap((arg) => expandOne(arg, options)), options));
}

function expandOne(arg: string, options: ExpandOptions): InputFile[] {
  // Opening /dev/stdin by name would take every permission there is.
  if (arg === "-" || arg === "/dev/stdin") return [{ kind: "stdin", path: "-" }];
  const stat = statOrNull(arg);
  if (stat?.isDirectory) return inFolder(arg, options);
  if (stat !== null) return [{ kind: "file", path: arg }];
  if (isGlobPattern(arg)) return byPattern(arg, options);
  throw new InputError(
    `Cannot read ${arg} as there is no such file or folder: check its name, ` +
      "or write a sample with deno task generate",
  );
}

function inFolder(folder: string, options: ExpandOptions): InputFile[] {
  const named = filesBelow(folder).filter((path) =>
    KNOWN_NAME.test(path) && !OUTPUT_NAME.test(path)
  );
  const inputs = withoutOutputs(named, options);
  if (inputs.length > 0) return inOrder(inputs);
  throw new InputError(
    `Cannot read ${folder} as no file in it ends in .csv, .ndjson, .jsonl or .json ` +
      "(with .gz or .zst behind it or not): name the files themselves",
  );
}

function byPattern(pattern: string, options: ExpandOptions): InputFile[] {
  const paths = matchFiles(pattern);
  const inputs = OUTPUT_NAME.test(pattern)
    ? paths
    : withoutOutputs(paths.filter((path) => !OUTPUT_NAME.test(path)), options);
  const known = inputs.filter((path) => KNOWN_NAME.test(path));
  if (inputs.length > 0) return inOrder(known.length > 0 ? known : inputs);
  throw new InputError(`Cannot read ${pattern} as it matches no file: check the pattern`);
}

/** `--quarantine` and `--report` may have given a run's output any name in the folder of its inputs. */
function withoutOutputs(paths: readonly string[], { onNotice }: ExpandOptions): string[] {
  return paths.filter((path) => {
    const isOutput = isRunOutput(path);
    if (isOutput) onNotice?.(`${path} is what a run wrote, and is not read unless it is named`);
    return !isOutput;
  });
}

function inOrder(paths: readonly string[]): InputFile[] {
  const utf8 = new TextEncoder();
  const keyed = paths.map((path) => ({ path, bytes: utf8.encode(path) }));
  keyed.sort((a, b) => compareBytes(a.bytes, b.bytes));
  return keyed.map(({ path }) => ({ kind: "file", path }));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

function oncePerFile(inputs: readonly InputFile[], { onNotice }: ExpandOptions): InputFile[] {
  const named = new Map<string, string>();
  return inputs.filter((input) => {
    const key = identityOf(input);
    const before = named.get(key);
    if (before === undefined) {
      named.set(key, input.path);
      return true;
    }
    const alias = before === input.path ? "" : ` (also named ${before})`;
    onNotice?.(`${input.path}${alias} is named more than once and read once`);
    return false;
  });
}

/** The same for all names of one file. A pipe has no path but the one it was named by. */
function identityOf({ kind, path }: InputFile): string {
  if (kind === "stdin") return "-";
  try {
    return Deno.statSync(path).isFile ? Deno.realPathSync(path) : path;
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

function statOrNull(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      return null;
    }
    throw readFailure(path, cause);
  }
}
