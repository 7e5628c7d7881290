// Reads some records of a topic as a passer-by, for the page that shows the stream.

import type { MessageAnswer, MessageList } from "../../domain/service_answers.ts";
import { readRowText } from "../../pipeline/transform/scan/row_collector.ts";
import type { LogAdmin, LogConsumer, LogRecord, PartitionOffsets } from "../../stream/log.ts";
import type { ApiLog, MessageStart } from "../ports.ts";

/** Opens a passer-by on one partition of a topic, at an offset. */
export type OpenPartition = (
  place: { readonly topic: string; readonly partition: number; readonly offset: number },
) => Promise<LogConsumer>;

/** Longer values are cut: a page shows rows, not megabytes. */
const MAX_VALUE_BYTES = 64 << 10;
/** Records that are there are read at once; this is for a log that is far away. */
const READ_TIMEOUT_MS = 3_000;

type Options = Parameters<ApiLog["messages"]>[1];

/** The records from `start` on, by time of ingest; null when there is no such topic or partition. */
export async function readMessages(
  { admin, open }: { readonly admin: LogAdmin; readonly open: OpenPartition },
  topic: string,
  { partition, start, limit }: Options,
): Promise<MessageList | null> {
  const known = (await admin.topics()).some((info) => info.topic === topic);
  if (!known) return null;
  const offsets = (await admin.offsets(topic))
    .filter((range) => partition === null || range.partition === partition);
  if (offsets.length === 0) return null;
  const lists = await Promise.all(offsets.map(async (range) => {
    const read = (offset: number, records: number) =>
      readFrom(open, { topic, range, offset, records });
    return await read(await firstOffset(read, range, { start, limit }), limit);
  }));
  const all = lists.flat().sort((a, b) =>
    a.record.ingestTimeMs - b.record.ingestTimeMs || a.partition - b.partition ||
    a.record.offset - b.record.offset
  );
  const shown = start.kind === "newest" ? all.slice(-limit) : all.slice(0, limit);
  return { topic, messages: shown.map(describeRecord) };
}

interface PlacedRecord {
  readonly partition: number;
  readonly record: LogRecord;
}

async function readFrom(
  open: OpenPartition,
  { topic, range, offset, records }: {
    readonly topic: string;
    readonly range: PartitionOffsets;
    readonly offset: number;
    readonly records: number;
  },
): Promise<readonly PlacedRecord[]> {
  const { partition, endOffset } = range, found: PlacedRecord[] = [];
  if (offset >= endOffset) return found;
  const consumer = await open({ topic, partition, offset });
  const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
  try {
    for (let next = offset; next < endOffset && found.length < records;) {
      for (const batch of await consumer.poll(records - found.length, signal)) {
        found.push(...batch.records.map((record) => ({ partition, record })));
        next = batch.nextOffset;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error; // what is there until now is shown
  } finally {
    await consumer.close();
  }
  return found;
}

async function firstOffset(
  read: (offset: number, records: number) => Promise<readonly PlacedRecord[]>,
  { firstOffset, endOffset }: PartitionOffsets,
  { start, limit }: { readonly start: MessageStart; readonly limit: number },
): Promise<number> {
  switch (start.kind) {
    case "oldest":
      return firstOffset;
    case "newest":
      return Math.max(firstOffset, endOffset - limit);
    case "offset":
      return Math.max(firstOffset, start.offset);
    case "time":
      return await seekTime(start.timeMs);
    default:
      return start satisfies never;
  }

  /** Times of ingest never fall within a partition, so the first record of a time is found by halving. */
  async function seekTime(timeMs: number): Promise<number> {
    let from = firstOffset, to = endOffset;
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const [found] = await read(middle, 1);
      if (found === undefined || found.record.ingestTimeMs >= timeMs) to = middle;
      else from = found.record.offset + 1;
    }
    return from;
  }
}

function describeRecord({ partition, record }: PlacedRecord): MessageAnswer {
  const { offset, key, ingestTimeMs, headers, value } = record;
  const { text, isUtf8 } = readRowText(value.subarray(0, MAX_VALUE_BYTES));
  return {
    ...{ partition, offset, key, headers },
    ingested_at: new Date(ingestTimeMs).toISOString(),
    value: isUtf8 ? text : value.subarray(0, MAX_VALUE_BYTES).toBase64(),
    encoding: isUtf8 ? null : "base64",
  };
}
