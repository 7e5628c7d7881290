// Records of the log for tests that say in a line each what comes.

import type { LogBatch, LogRecord } from "../../log/port.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";

/** When the log takes them in. */
export const INGEST_MS = Date.UTC(2026, 0, 10);

/** A row, and what the record's headers say. */
export interface Given {
  readonly row: Readonly<Record<string, unknown>> | string;
  readonly headers?: Readonly<Record<string, string>>;
}

function record({ row, headers = {} }: Given, offset: number): LogRecord {
  const text = typeof row === "string" ? row : JSON.stringify(row);
  const value = new TextEncoder().encode(text);
  return { offset, key: "", value, headers, ingestTimeMs: INGEST_MS };
}

/** A batch of the first partition of events. */
export function batch(given: readonly Given[], from = 0): LogBatch[] {
  const nextOffset = from + given.length;
  return [{
    ...{ topic: EVENTS_TOPIC, partition: 0, nextOffset, endOffset: nextOffset },
    records: given.map((one, i) => record(one, from + i)),
  }];
}

/** A view of forty minutes. */
export function view(user: string, at: string, more: Record<string, unknown> = {}): Given {
  const row = { user_id: user, show_name: "Dark", watch_duration_minutes: 40, watch_date: at };
  return { row: { ...row, ...more } };
}
