// Reads some records of a topic as a passer-by, for the page that shows the stream.

import type { MessageAnswer, MessageList } from "../../domain/service_answers.ts";
import { readRowText } from "../../pipeline/transform/scan/row_collector.ts";
import type { LogAdmin, LogConsumer, LogRecord, PartitionOffsets } from "../../log/port.ts";
import type { ApiLog, MessageStart } from "../ports.ts";

/** Opens a passer-by on one partition of a topic, at an offset. */
export type OpenPartition = (
  place: { readonly topic: string; readonly partition: number; readonly offset: number },
) => Promise<LogConsumer>;

/** Longer values are cut: a page shows rows, not megabytes. All of a page's together are bounded too. */
const MAX_VALUE_BYTES = 64 << 10, MAX_PAGE_BYTES = 4 << 20;
/** Records that are there are read at once; this is for a log that is far away. */
const READ_TIMEOUT_MS = 3_000;
/** Where the newest offsets hold too few records, so many times more are looked through. */
const SPAN_GROWTH = 8;
const MAX_POLLED = 1_000;

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
  const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
  const lists = await Promise.all(
    offsets.map((range) => readPartition({ admin, open, signal, topic, range }, { start, limit })),
  );
  const all = lists.flat().sort((a, b) =>
    a.record.ingestTimeMs - b.record.ingestTimeMs || a.partition - b.partition ||
    a.record.offset - b.record.offset
  );
  const shown = start.kind === "newest" ? all.slice(-limit) : all.slice(0, limit);
  const maxBytes = Math.min(MAX_VALUE_BYTES, Math.ceil(MAX_PAGE_BYTES / shown.length));
  return { topic, messages: shown.map((placed) => describeRecord(placed, maxBytes)) };
}

interface Asked {
  readonly admin: LogAdmin;
  readonly open: OpenPartition;
  /** What is there until it is given is shown. */
  readonly signal: AbortSignal;
  readonly topic: string;
  readonly range: PartitionOffsets;
}

/** Where to read, and what to keep of it. */
interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** Whether the last ones are kept rather than the first. */
  readonly isLast?: boolean;
  readonly fromTimeMs?: number;
}

async function readPartition(
  asked: Asked,
  { start, limit }: { readonly start: MessageStart; readonly limit: number },
): Promise<readonly PlacedRecord[]> {
  const { firstOffset, endOffset, stableOffset = endOffset } = asked.range;
  const to = Math.min(endOffset, stableOffset); // behind it nothing can be read yet
  switch (start.kind) {
    case "oldest":
      return await readRange(asked, { from: firstOffset, to, limit });
    case "newest":
      return await readNewest(asked, to, limit);
    case "offset":
      return await readRange(asked, { from: Math.max(firstOffset, start.offset), to, limit });
    case "time": {
      const { timeMs } = start, from = await seekTime(asked, to, timeMs);
      return await readRange(asked, { from, to, limit, fromTimeMs: timeMs });
    }
    default:
      return start satisfies never;
  }
}

/** Offsets may hold no record (aborted, compacted, marks of transactions): further back until there are enough. */
async function readNewest(
  asked: Asked,
  to: number,
  limit: number,
): Promise<readonly PlacedRecord[]> {
  const { firstOffset } = asked.range;
  let found: readonly PlacedRecord[] = [];
  for (
    let from = to, span = limit;
    from > firstOffset && found.length < limit;
    span *= SPAN_GROWTH
  ) {
    if (asked.signal.aborted) break;
    const before = from;
    from = Math.max(firstOffset, from - span);
    const older = await readRange(asked, {
      ...{ from, to: before, limit: limit - found.length, isLast: true },
    });
    found = [...older, ...found];
  }
  return found;
}

/** The first offset of a time. Where times never fall within a partition it is found by halving. */
async function seekTime(asked: Asked, end: number, timeMs: number): Promise<number> {
  const { admin, topic, range } = asked, { partition } = range;
  if (admin.offsetOfTime) return await admin.offsetOfTime({ topic, partition }, timeMs) ?? end;
  let from = range.firstOffset, to = end;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const [found] = await readRange(asked, { from: middle, to: end, limit: 1 });
    if (found === undefined || found.record.ingestTimeMs >= timeMs) to = middle;
    else from = found.record.offset + 1;
  }
  return from;
}

interface PlacedRecord {
  readonly partition: number;
  readonly record: LogRecord;
}

async function readRange(
  { open, signal, topic, range }: Asked,
  { from, to, limit, isLast = false, fromTimeMs = -Infinity }: Wanted,
): Promise<readonly PlacedRecord[]> {
  const { partition } = range;
  let found: PlacedRecord[] = [];
  if (from >= to) return found;
  const consumer = await open({ topic, partition, offset: from });
  try {
    for (let next = from; next < to && (isLast || found.length < limit);) {
      for (const batch of await consumer.poll(isLast ? MAX_POLLED : limit, signal)) {
        for (const record of batch.records) {
          if (record.offset < to && record.ingestTimeMs >= fromTimeMs) {
            found.push({ partition, record });
          }
        }
        next = batch.nextOffset;
      }
      if (isLast && found.length > limit) found = found.slice(-limit);
    }
  } catch (error) {
    if (!signal.aborted) throw error; // what is there until now is shown
  } finally {
    await consumer.close();
  }
  return found.slice(0, limit);
}

function describeRecord({ partition, record }: PlacedRecord, maxBytes: number): MessageAnswer {
  const { offset, key, ingestTimeMs, headers, value } = record;
  const { text, isUtf8 } = readRowText(value.subarray(0, maxBytes));
  return {
    ...{ partition, offset, key, headers },
    ingested_at: new Date(ingestTimeMs).toISOString(),
    value: isUtf8 ? text : value.subarray(0, maxBytes).toBase64(),
    encoding: isUtf8 ? null : "base64",
  };
}
