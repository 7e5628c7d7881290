// Finds the input files that a command line names: files, folders, patterns, standard input.

import { InputError } from "../../domain/errors.ts";
import type { SkippedInput } from "../../domain/report.ts";
import { isGlobPattern } from "../../lake/disk/glob_pattern.ts";
import { INPUT_ENDINGS, isInputName, unknownNameReason } from "../../domain/input_name.ts";
import { compareBytes } from "../../domain/order.ts";
import { filesBelow, type FoundFiles, matchFiles } from "../../lake/disk/match_files.ts";
import { OpenFile } from "../../lake/disk/open_file.ts";
import { orReadFailure } from "../../lake/disk/read_failure.ts";
import { realPath, statIfThere, statOf } from "../../lake/disk/names.ts";

/** An input before it is opened; the path of standard input is `-`. */
export interface InputFile {
  readonly kind: "file" | "stdin";
  readonly path: string;
  /** The folder or pattern by which it was found; absent when it was named itself and so must be readable. */
  readonly foundBy?: string;
}

/** What the arguments come to. */
export interface ExpandedInputs {
  readonly files: readonly InputFile[];
  /** What folders and patterns have besides: names that no input has. */
  readonly skipped: readonly SkippedInput[];
}

/** How inputs are looked for. */
export interface ExpandOptions {
  /** Told, in a sentence, of each input that is left out: named again, or a run's own output. */
  readonly onNotice?: (notice: string) => void;
}

/** What runs leave in a folder is never taken for an input of the next one; `isRunOutput()` knows it by content. */
const OUTPUT_NAME = /\.(?:quarantine\.ndjson|report\.json|report\.html)$/i;

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
): Promise<ExpandedInputs> {
  return Promise.try(() => {
    const found = args.map((arg) => expandOne(arg, options));
    return {
      files: oncePerFile(found.flatMap(({ files }) => files), options),
      skipped: found.flatMap(({ skipped }) => skipped),
    };
  });
}

function expandOne(arg: string, options: ExpandOptions): ExpandedInputs {
  // Opening /dev/stdin by name would take every permission there is.
  if (arg === "-" || arg === "/dev/stdin") {
    return { files: [{ kind: "stdin", path: "-" }], skipped: [] };
  }
  const stat = orReadFailure(arg, statIfThere);
  if (stat?.isDirectory) return inFolder(arg, options);
  if (stat !== null) return { files: [{ kind: "file", path: arg }], skipped: [] };
  if (isGlobPattern(arg)) return byPattern(arg, options);
  throw new InputError(
    `Cannot read ${arg} as there is no such file or folder: check its name, ` +
      "or write a sample with deno task generate",
  );
}

function inFolder(folder: string, options: ExpandOptions): ExpandedInputs {
  const found = filesBelow(folder);
  const paths = found.paths.filter((path) => !OUTPUT_NAME.test(path));
  const known = withoutOutputs(paths.filter(isInputName), options);
  if (known.length > 0) {
    return {
      files: inOrder(known).map((path) => ({ kind: "file", path, foundBy: folder })),
      skipped: skippedOf(found, paths.filter((path) => !isInputName(path))),
    };
  }
  throw new InputError(
    `Cannot read ${folder} as no file in it ends in ${INPUT_ENDINGS}: name the files themselves`,
  );
}

function byPattern(pattern: string, options: ExpandOptions): ExpandedInputs {
  const found = matchFiles(pattern);
  const paths = OUTPUT_NAME.test(pattern)
    ? found.paths
    : withoutOutputs(found.paths.filter((path) => !OUTPUT_NAME.test(path)), options);
  if (paths.length === 0) {
    throw new InputError(`Cannot read ${pattern} as it matches no file: check the pattern`);
  }
  const known = paths.filter(isInputName);
  const read = known.length > 0 ? known : paths;
  return {
    files: inOrder(read).map((path) => ({ kind: "file", path, foundBy: pattern })),
    skipped: skippedOf(found, paths.filter((path) => !read.includes(path))),
  };
}

function skippedOf({ unnamable, special }: FoundFiles, others: readonly string[]): SkippedInput[] {
  const paths = others.filter((path) => !isRunOutput(path));
  return [
    ...inOrder(paths).map((path) => ({ path, reason: unknownNameReason(path) })),
    ...inOrder(unnamable).map((path) => ({
      path,
      reason: "its name is not valid UTF-8, and so cannot be opened: rename it",
    })),
    ...inOrder(special).map((path) => ({
      path,
      reason: "it is a pipe, socket or device: name it by itself to read it",
    })),
  ];
}

/** `--quarantine` and `--report` may have given a run's output any name in the folder of its inputs. */
function withoutOutputs(paths: readonly string[], { onNotice }: ExpandOptions): string[] {
  return paths.filter((path) => {
    const isOutput = isRunOutput(path);
    if (isOutput) onNotice?.(`${path} is what a run wrote, and is not read unless it is named`);
    return !isOutput;
  });
}

function inOrder(paths: readonly string[]): string[] {
  const utf8 = new TextEncoder();
  const keyed = paths.map((path) => ({ path, bytes: utf8.encode(path) }));
  keyed.sort((a, b) => compareBytes(a.bytes, b.bytes));
  return keyed.map(({ path }) => path);
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
  return orReadFailure(path, statOf).isFile ? realPath(path) : path;
}

/** Room for a quarantined row's source, which may be the longest path that there is, with escapes. */
const HEAD_BYTES = 16 << 10;
/** As runs write them: no producer of views has these keys in this order. */
const QUARANTINE = /^\{"source":"(?:[^"\\]|\\.)*","line":\d+,"offset":\d+,"reasons":\[\{"rule":"/;
const REPORT = /^\{\s*"run_id":\s*"[\da-f-]{36}",\s*"started_at":\s*"/;

/** Whether a run wrote the file; one that cannot be read is left to whoever wants to read it. */
function isRunOutput(path: string): boolean {
  try {
    using file = new OpenFile(path);
    const bytes = new Uint8Array(HEAD_BYTES);
    const textAt = (at: number) =>
      new TextDecoder().decode(bytes.subarray(0, file.readAt(at, bytes)));
    const head = textAt(0);
    if (QUARANTINE.test(head) || REPORT.test(head)) return true;
    // A run's id stands in the last bytes of its Parquet files, behind all that grows with the rows.
    return head.startsWith("PAR1") &&
      textAt(Math.max(0, file.sizeBytes - HEAD_BYTES)).includes("playhead.run_id");
  } catch {
    return false;
  }
}
