// Removes a source from the log's history: a control record at the end of every partition of both topics.

import type { AppendedRange, LogAdmin, LogProducer, NewRecord } from "../../log/port.ts";
import { partitionOf } from "../../log/partition_of.ts";
import {
  KIND_HEADER,
  PIPELINE_TOPICS,
  REMOVAL_HEADER,
  RETRACT_KIND,
  SOURCE_HEADER,
} from "../../log/topics.ts";

/** The log to write to. */
export interface RetractLog {
  readonly producer: Pick<LogProducer, "append">;
  readonly admin: Pick<LogAdmin, "offsets">;
}

/** Keys are tried until one lies in each partition: by chance some 100 for 30 of them. */
const MAX_KEYS = 1_000_000;
const utf8 = new TextEncoder();

/**
 * Appends the word that all that `source` has in the log so far is removed; what is appended later counts.
 * Once it resolves it is durable; after a failure it may be said again.
 *
 * @throws {import("../../log/errors.ts").LogWriteError} the log could not take a record
 */
export async function retractSource(
  { producer, admin }: RetractLog,
  source: string,
  removal: string,
): Promise<void> {
  for (const topic of PIPELINE_TOPICS) {
    const partitions = (await admin.offsets(topic)).length;
    const records = keysOfPartitions(partitions).map((key) => controlRecord(key, source, removal));
    const ranges = await producer.append(topic, records);
    assertAll(topic, partitions, ranges);
  }
}

/** A key for each partition, in their order. */
export function keysOfPartitions(partitions: number): string[] {
  const keys = new Array<string | undefined>(partitions).fill(undefined);
  let left = partitions;
  for (let n = 0; left > 0 && n < MAX_KEYS; n++) {
    const key = `retract ${n}`, partition = partitionOf(utf8.encode(key), partitions);
    if (keys[partition] !== undefined) continue;
    keys[partition] = key;
    left--;
  }
  return keys.filter((key) => key !== undefined);
}

function controlRecord(key: string, source: string, removal: string): NewRecord {
  return {
    key,
    value: utf8.encode(JSON.stringify({ removed: source })),
    headers: {
      ...{ [KIND_HEADER]: RETRACT_KIND, [SOURCE_HEADER]: source, [REMOVAL_HEADER]: removal },
    },
  };
}

/** A log that spreads keys otherwise would keep rows of the source for good. */
function assertAll(topic: string, partitions: number, ranges: readonly AppendedRange[]): void {
  const reached = new Set(ranges.map(({ partition }) => partition)).size;
  if (reached >= partitions) return;
  throw new Error(
    `Cannot remove a source as each of ${partitions} partitions of ${topic} must take the word of it: ` +
      `only ${reached} did. Try again`,
  );
}
