// The positions that named consumers leave beside a topic, so that retention spares what they need.

import { join } from "node:path";
import type { LogFiles } from "./files.ts";
import { consumersDirectory } from "./paths.ts";
import { readSmallFile, replaceFile, UNFINISHED_SUFFIX } from "./replace_file.ts";

const SUFFIX = ".json";

function positionsPath(directory: string, consumer: string): string {
  return join(consumersDirectory(directory), consumer + SUFFIX);
}

/** Says durably that `consumer` has committed all below these offsets, one for each partition. */
export async function writePositions(
  files: LogFiles,
  directory: string,
  { consumer, next }: { readonly consumer: string; readonly next: readonly number[] },
): Promise<void> {
  await files.makeDirectory(consumersDirectory(directory));
  const text = JSON.stringify({ next }) + "\n";
  await replaceFile(files, positionsPath(directory, consumer), new TextEncoder().encode(text));
}

/** Forgets `consumer`: from now on retention does not wait for it. */
export async function forgetPositions(
  files: LogFiles,
  directory: string,
  consumer: string,
): Promise<void> {
  const names = await files.list(consumersDirectory(directory));
  if (!names.some(({ name }) => name === consumer + SUFFIX)) return;
  await files.remove(positionsPath(directory, consumer));
}

/** For each partition, the first offset that some named consumer has yet to read; without any, Infinity. */
export async function readUnreadFrom(
  files: LogFiles,
  directory: string,
  partitions: number,
): Promise<readonly number[]> {
  const unreadFrom = new Array<number>(partitions).fill(Infinity);
  for (const { name } of await files.list(consumersDirectory(directory))) {
    if (!name.endsWith(SUFFIX) || name.endsWith(UNFINISHED_SUFFIX)) continue;
    const bytes = await readSmallFile(files, join(consumersDirectory(directory), name));
    if (bytes === null) continue; // its consumer was forgotten in between
    const next = parsePositions(bytes, partitions);
    next.forEach((offset, index) => unreadFrom[index] = Math.min(unreadFrom[index]!, offset));
  }
  return unreadFrom;
}

/** A file that makes no sense counts as a consumer that has read nothing: nothing is lost by waiting. */
function parsePositions(bytes: Uint8Array, partitions: number): readonly number[] {
  try {
    const { next } = JSON.parse(new TextDecoder().decode(bytes));
    return Array.from({ length: partitions }, (_, index) => Number(next[index]) || 0);
  } catch {
    return new Array<number>(partitions).fill(0);
  }
}
