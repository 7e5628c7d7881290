// Sees to it, before anything is written, that a run does not overwrite what it reads or what no run wrote.

import { basename, dirname, join, resolve, sep } from "node:path";
import { UsageError } from "../../domain/errors.ts";
import type { InputFile } from "../io/expand_inputs.ts";
import { followLink } from "../../lake/disk/follow_link.ts";
import { entriesOf, realPath, statOrNull } from "../../lake/disk/names.ts";
import { rejectedPaths } from "./rejected_paths.ts";
import type { EtlSettings } from "./run_settings.ts";

/** As `partitionRowGroups()` names folders and `OutputWriter` the files in them. */
const PARTITION_NAME = /^watch_(?:month|day)=/;
const PARTITION_FILE = /\.parquet$/;
/** What a killed run left, and what macOS leaves in any folder. */
const LITTER = /^\..*\.playhead-run-|^\.DS_Store$/;

/**
 * The inputs without those that are empty and will be an output of this very run, e.g. the quarantine of the
 * run before, which had nothing to keep.
 *
 * @throws {UsageError} when an output would overwrite an input, the catalog, the contract, or a folder with
 *   other things in it than partitions
 */
export function keepInputsApart(
  inputs: readonly InputFile[],
  settings: EtlSettings,
): readonly InputFile[] {
  const outputs = outputPlaces(settings);
  for (const [path, output] of outputs) {
    const isFolder = output === "output" && settings.partitionBy !== "none";
    if (!isFolder) assertFile(path, output);
  }
  const kept = inputs.filter((input) => {
    if (input.kind === "stdin" || !isEmptyOutput(input.path, outputs)) return true;
    settings.onNotice(`${input.path} is empty and an output of this run, and is not read`);
    return false;
  });
  if (kept.length === 0) {
    throw new UsageError(
      `Cannot read ${inputs[0]?.path} as it is an output of this run: name another input`,
    );
  }
  const read: [string, string][] = kept
    .filter(({ kind }) => kind === "file").map(({ path }) => ["an input", path]);
  if (settings.catalogPath !== null) read.push(["the catalog", settings.catalogPath]);
  if (typeof settings.contractPath === "string") read.push(["the contract", settings.contractPath]);
  for (const [role, path] of read) assertNotWritten(path, role, outputs);
  if (settings.partitionBy !== "none") {
    for (const [role, path] of read) assertNotBelow(path, role, settings.outPath);
    assertOnlyPartitions(settings.outPath, outputs);
  }
  return kept;
}

/** What the run writes or removes, by its place. */
function outputPlaces(settings: EtlSettings): ReadonlyMap<string, string> {
  const rejected = rejectedPaths(settings);
  const named: [string, string][] = [
    [rejected.quarantine, "quarantine of a failed audit"],
    [rejected.report, "report of a failed audit"],
    [rejected.page, "page of a failed audit"],
    [settings.pagePath, "page"],
    [settings.reportPath, "report"],
    [settings.quarantinePath, "quarantine"],
    [settings.outPath, "output"],
  ];
  return new Map(named.flatMap(([path, output]) => [
    [placeOf(path), output],
    [placeOf(followLink(path)), output],
  ]));
}

/** Publishing gives files their names, and would put a file where `/dev/null` is. */
function assertFile(path: string, output: string): void {
  const stat = statOrNull(path);
  const isOther = stat !== null && !stat.isFile;
  if (!isOther && !/^\/(?:dev\/(?!shm\/)|proc\/)/.test(path)) return;
  throw new UsageError(
    `Cannot write the ${output} to ${path} as it must be a file, not a folder, a device or a pipe`,
  );
}

function isEmptyOutput(path: string, outputs: ReadonlyMap<string, string>): boolean {
  return places(path).some((place) => outputs.has(place)) && statOrNull(path)?.isFile === true &&
    statOrNull(path)?.size === 0;
}

function assertNotWritten(path: string, role: string, outputs: ReadonlyMap<string, string>): void {
  for (const place of places(path)) {
    const output = outputs.get(place);
    if (output === undefined) continue;
    throw new UsageError(
      `Cannot write the ${output} to ${path} as that is ${role} of this run: give it another name`,
    );
  }
}

/** A folder of partitions is replaced whole. */
function assertNotBelow(path: string, role: string, folder: string): void {
  const below = placeOf(followLink(folder)) + sep;
  if (!places(path).some((place) => place.startsWith(below))) return;
  throw new UsageError(
    `Cannot replace the folder ${folder} as ${path} in it is ${role} of this run: write to another folder`,
  );
}

function assertOnlyPartitions(folder: string, outputs: ReadonlyMap<string, string>): void {
  const other = otherThanPartitions(folder).find((path) => !outputs.has(placeOf(path)));
  if (other === undefined) return;
  throw new UsageError(
    `Cannot replace the folder ${folder} as it must hold nothing but partitions: ${other} is there`,
  );
}

function otherThanPartitions(folder: string): string[] {
  return namesIn(folder).flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (LITTER.test(name)) return [];
    if (!isDirectory || !PARTITION_NAME.test(name)) return [path];
    return namesIn(path).filter(({ name }) => !PARTITION_FILE.test(name) && !LITTER.test(name))
      .map(({ name }) => join(path, name));
  });
}

function namesIn(folder: string): Deno.DirEntry[] {
  return statOrNull(folder)?.isDirectory ? entriesOf(folder) : [];
}

/** Renaming a file to either would end the name `path` or the file that it leads to. */
function places(path: string): string[] {
  return [...new Set([placeOf(path), realPath(path)])];
}

/** A name with its folder resolved; a link of that name is not followed. */
function placeOf(path: string): string {
  const whole = resolve(path);
  return join(realPath(dirname(whole)), basename(whole));
}
