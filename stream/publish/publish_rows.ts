// Sends rows of files through the log: the good ones as events, the bad ones as quarantine lines.

import type { QuarantinedRow } from "../../domain/rule.ts";
import type { View } from "../../domain/view.ts";
import type { LogProducer, NewRecord } from "../../log/port.ts";
import { EVENTS_TOPIC, KIND_HEADER, QUARANTINE_TOPIC, SOURCE_HEADER } from "../../log/topics.ts";
import { eventRecord } from "./event_record.ts";

/** Rows of one source. */
export interface RowsToPublish {
  readonly source: string;
  readonly views: readonly View[];
  readonly quarantined: readonly QuarantinedRow[];
}

/** How many rows are durable. */
export interface Published {
  readonly events: number;
  readonly quarantined: number;
}

/** How rows are published. */
export interface PublishOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((published: Published) => void) | undefined;
}

/** Batches that may wait for the disk: the next one is made ready meanwhile, memory stays bounded. */
const IN_FLIGHT = 3;
/** A record of this size fits every log; escaped, a text is at most six times as long. */
const MAX_VALUE_BYTES = 8 << 20, KEPT_UNITS = 1 << 20, MAX_KEY_UNITS = 1_000;
const utf8 = new TextEncoder();

/**
 * Appends all rows, in batches; the log's pace is the reader's. Resolves once everything is durable.
 * To publish the same rows again is safe: the store counts them as duplicates.
 *
 * @throws {import("../../log/errors.ts").LogWriteError} the log could not take a batch
 */
export async function publishRows(
  producer: LogProducer,
  batches: Iterable<RowsToPublish> | AsyncIterable<RowsToPublish>,
  { signal, onProgress }: PublishOptions = {},
): Promise<Published> {
  let events = 0, quarantined = 0;
  const inFlight: Promise<void>[] = [];
  const append = async ({ source, views, quarantined: bad }: RowsToPublish) => {
    await Promise.all([
      producer.append(EVENTS_TOPIC, views.map((view) => eventRecord(view, source))),
      producer.append(QUARANTINE_TOPIC, bad.map(quarantineRecord)),
    ]);
    events += views.length;
    quarantined += bad.length;
    onProgress?.({ events, quarantined });
  };
  try {
    for await (const batch of batches) {
      signal?.throwIfAborted();
      const appended = append(batch);
      appended.catch(() => {}); // it is awaited below, or the first failure is enough
      inFlight.push(appended);
      if (inFlight.length >= IN_FLIGHT) await inFlight.shift();
    }
    await Promise.all(inFlight);
  } finally {
    await Promise.allSettled(inFlight); // nothing is appended behind the caller's back
  }
  return { events, quarantined };
}

/**
 * The record of a bad row of a file, which the ledger of its source counts. A row that no record has
 * room for goes without its end: the run's quarantine file has it whole.
 */
function quarantineRecord(row: QuarantinedRow): NewRecord {
  const value = utf8.encode(JSON.stringify(row));
  return {
    key: row.source.slice(0, MAX_KEY_UNITS),
    value: value.length <= MAX_VALUE_BYTES
      ? value
      : utf8.encode(JSON.stringify({ ...row, raw: row.raw.slice(0, KEPT_UNITS).toWellFormed() })),
    headers: { [KIND_HEADER]: "row", [SOURCE_HEADER]: row.source },
  };
}
