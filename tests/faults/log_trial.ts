// Appends to an embedded log on a failing disk, notes what was acknowledged, and judges what is found.

import assert from "node:assert/strict";
import { LogError } from "../../stream/errors.ts";
import {
  type AppendedRange,
  type LogConsumer,
  type LogRecord,
  type NewRecord,
} from "../../stream/log.ts";
import { openEmbeddedConsumer } from "../../stream/log/embedded_consumer.ts";
import { EmbeddedLog } from "../../stream/log/embedded_log.ts";
import type { LogFiles } from "../../stream/log/files.ts";
import { readOffsets } from "../../stream/log/log_view.ts";
import type { LogWake } from "../../stream/log/wake.ts";
import { partitionOf } from "../../stream/partition_of.ts";

/** The log's folder on a simulated disk. */
export const ROOT = "/log";
/** The topic of the trials. */
export const TOPIC = "trial";
export const PARTITIONS = 2;

const SEGMENT_BYTES = 700;
const silentWake: LogWake = { notify: () => {}, listen: () => () => {}, close: () => {} };

/** One append and what became of it. */
interface Attempt {
  readonly records: readonly NewRecord[];
  readonly ranges: readonly AppendedRange[] | null;
}

/** Opens the log of a trial. */
export function openTrialLog(files: LogFiles, segmentBytes = SEGMENT_BYTES): Promise<EmbeddedLog> {
  const lock = () => Promise.resolve(() => {});
  let nowMs = 1_000;
  return EmbeddedLog.open(ROOT, {
    files,
    lock,
    wake: silentWake,
    segmentBytes,
    nowMs: () => nowMs++,
  });
}

/** A passer-by of the trial's topic. */
export function openTrialConsumer(files: LogFiles, from: readonly number[]): Promise<LogConsumer> {
  return openEmbeddedConsumer(ROOT, {
    ...{ files, wake: silentWake, lookEveryMs: 1, name: null, topics: [TOPIC] },
    positionOf: (_topic, partition) => from[partition]!,
  });
}

/** All records of the trial's topic, by partition, that can be read now. */
export async function readAll(files: LogFiles, from: readonly number[]): Promise<LogRecord[][]> {
  const consumer = await openTrialConsumer(files, from);
  const found: LogRecord[][] = Array.from({ length: PARTITIONS }, () => []);
  try {
    for (let isEnd = false; !isEnd;) {
      isEnd = true;
      const signal = AbortSignal.abort();
      const ends = from.map((offset, index) => found[index]!.at(-1)?.offset ?? offset - 1);
      const poll = consumer.poll(
        3,
        await hasMore(files, ends) ? new AbortController().signal : signal,
      );
      for (const { partition, records } of await poll.catch(onlyEnd)) {
        found[partition]!.push(...records);
        isEnd = false;
      }
    }
  } finally {
    await consumer.close();
  }
  return found;
}

function onlyEnd(error: unknown): [] {
  if (error instanceof DOMException && error.name === "AbortError") return [];
  throw error;
}

async function hasMore(files: LogFiles, lastOffsets: readonly number[]): Promise<boolean> {
  const offsets = await readOffsets(files, ROOT, TOPIC);
  return offsets.some(({ endOffset }, partition) => endOffset > lastOffsets[partition]! + 1);
}

/** A run of appends. */
export class LogTrial {
  readonly #attempts: Attempt[] = [];
  #serial = 0;

  /** Appends a batch of `size` records with values that no other has, and notes the outcome. */
  async append(log: EmbeddedLog, size: number): Promise<void> {
    const records = Array.from({ length: size }, (): NewRecord => {
      const serial = this.#serial++;
      const value = new TextEncoder().encode(`value ${serial} ${"v".repeat(serial % 40)}`);
      return { key: `user-${serial % 5}`, value, headers: { serial: String(serial) } };
    });
    try {
      this.#attempts.push({ records, ranges: await log.append(TOPIC, records) });
    } catch (error) {
      assert.ok(error instanceof LogError && error.retriable, String(error));
      this.#attempts.push({ records, ranges: null });
    }
  }

  /** A trial of its own with the same past. */
  fork(): LogTrial {
    const fork = new LogTrial();
    fork.#attempts.push(...this.#attempts);
    fork.#serial = this.#serial;
    return fork;
  }

  /** A fork in which the last `count` appends were never acknowledged. */
  forkWithout(count: number): LogTrial {
    const fork = this.fork();
    for (const { records } of fork.#attempts.splice(-count)) {
      fork.#attempts.push({ records, ranges: null });
    }
    return fork;
  }

  /** How many appends were acknowledged. */
  get acknowledged(): number {
    return this.#attempts.filter(({ ranges }) => ranges !== null).length;
  }

  /**
   * Everything acknowledged is at its offset, everything else is there once as a whole or not at all,
   * in the order it was appended in, with no hole between offsets.
   */
  check(found: readonly (readonly LogRecord[])[], from: readonly number[] = [0, 0]): void {
    found.forEach((records, partition) =>
      records.forEach(({ offset }, index) => assert.equal(offset, from[partition]! + index))
    );
    const serialsFound = found.map((records) =>
      records.map(({ headers }) => Number(headers.serial))
    );
    for (const serials of serialsFound) {
      assert.deepEqual(serials, [...new Set(serials)].sort((a, b) => a - b));
    }
    const all = new Map(found.flat().map((record) => [Number(record.headers.serial), record]));
    for (const { records, ranges } of this.#attempts) {
      if (ranges !== null) this.#checkAcknowledged(records, { ranges, found, from });
      else {
        const there = records.filter(({ headers }) => all.has(Number(headers!.serial)));
        assert.ok(there.length === 0 || there.length === records.length, "half of an append");
        for (const record of there) assertSame(all.get(Number(record.headers!.serial))!, record);
      }
    }
  }

  #checkAcknowledged(
    records: readonly NewRecord[],
    { ranges, found, from }: {
      readonly ranges: readonly AppendedRange[];
      readonly found: readonly (readonly LogRecord[])[];
      readonly from: readonly number[];
    },
  ): void {
    assert.equal(ranges.reduce((sum, { records }) => sum + records, 0), records.length);
    const next = new Map(ranges.map(({ partition, baseOffset }) => [partition, baseOffset]));
    for (const record of records) {
      const partition = partitionOf(new TextEncoder().encode(record.key), PARTITIONS);
      const offset = next.get(partition)!;
      next.set(partition, offset + 1);
      if (offset < from[partition]!) continue; // retention let it go
      const there = found[partition]![offset - from[partition]!];
      assert.ok(there, `acknowledged record ${record.headers!.serial} is lost`);
      assertSame(there, record);
    }
  }
}

function assertSame(found: LogRecord, appended: NewRecord): void {
  const decoder = new TextDecoder();
  assert.deepEqual(
    [found.key, decoder.decode(found.value), found.headers],
    [appended.key, decoder.decode(appended.value), appended.headers],
  );
}
