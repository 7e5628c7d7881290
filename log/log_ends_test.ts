// What is still to be applied: also of partitions that nobody reads, and of transactions that are open.

import assert from "node:assert/strict";
import type { LogAdmin, OwnedPartition, PartitionOffsets } from "./port.ts";
import { heldOf, LogEnds, type ReaderPositions } from "./log_ends.ts";
import { EVENTS_TOPIC } from "./topics.ts";

type Range = readonly [first: number, end: number, stable?: number];

function adminOf(ranges: () => readonly Range[], group: () => readonly OwnedPartition[] | null) {
  const offsets = (topic: string) =>
    Promise.resolve(
      topic !== EVENTS_TOPIC ? [] : ranges().map(([firstOffset, endOffset, stable], partition) => ({
        ...{ partition, firstOffset, endOffset },
        ...stable === undefined ? {} : { stableOffset: stable },
      })),
    );
  const partitionsOfGroup = () => Promise.resolve(group());
  return { offsets, partitionsOfGroup } as unknown as LogAdmin;
}

function readerOf(positions: readonly number[], owned?: readonly number[]): ReaderPositions {
  return {
    positionOf: (topic, partition) => topic === EVENTS_TOPIC ? positions[partition] ?? 0 : 0,
    ...owned && { owns: (_topic: string, partition: number) => owned.includes(partition) },
  };
}

const ofEvents = (...partitions: number[]) =>
  partitions.map((partition) => ({ topic: EVENTS_TOPIC, partition }));

Deno.test("LogEnds.pending() counts from where the log begins, and what was appended since it was read", async () => {
  const ends = new LogEnds(adminOf(() => [[0, 10], [5, 8]], () => []), "g");
  await ends.read();
  const reader = readerOf([4]);
  assert.equal(ends.pending(reader), 6 + 3);
  ends.note(EVENTS_TOPIC, [{ partition: 0, baseOffset: 10, records: 2 }]);
  assert.equal(ends.pending(reader), 8 + 3);
  await ends.read(); // an answer that was under way does not take it back
  assert.equal(ends.pending(reader), 8 + 3);
  assert.deepEqual(ends.lagByPartition(reader), {
    [`${EVENTS_TOPIC}/0`]: 8,
    [`${EVENTS_TOPIC}/1`]: 3,
  });
});

Deno.test("LogEnds.pending() leaves out what others of the group read, and counts what nobody does", async () => {
  const ranges: Range[] = [[0, 10], [0, 20]];
  let group: readonly OwnedPartition[] | null = ofEvents(0, 1);
  const ends = new LogEnds(adminOf(() => ranges, () => group), "g");
  const reader = readerOf([0, 0, 0], [0]);
  await ends.read(reader);
  assert.equal(ends.pending(reader), 10);
  ranges.push([0, 40]); // a partition was added
  await ends.read(reader);
  assert.equal(ends.pending(reader), 10 + 40);
  group = null; // shared out anew: what was before holds
  await ends.read(reader);
  assert.equal(ends.pending(reader), 10 + 40);
  group = ofEvents(0, 1, 2);
  await ends.read(reader);
  assert.equal(ends.pending(reader), 10);
});

Deno.test("LogEnds.pending() counts the records of open transactions, heldOf() says how many they are", async () => {
  const range: PartitionOffsets = { partition: 0, firstOffset: 0, endOffset: 30, stableOffset: 12 };
  const ends = new LogEnds(adminOf(() => [[0, 30, 12]], () => []), "g");
  await ends.read();
  for (const [position, pending, held] of [[0, 30, 18], [12, 18, 18], [30, 0, 0]] as const) {
    const reader = readerOf([position]);
    assert.equal(ends.pending(reader), pending);
    assert.equal(heldOf(reader, EVENTS_TOPIC, range), held);
  }
});
