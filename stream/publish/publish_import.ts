// Sends a run's rows through the log as an import: what read them comes first, what was left out on purpose last.

import { READING_VERSION } from "../../domain/reading_version.ts";
import type { LogProducer, NewRecord } from "../../log/port.ts";
import { IMPORT_KIND, KIND_HEADER, QUARANTINE_TOPIC, SOURCE_HEADER } from "../../log/topics.ts";
import {
  type Published,
  type PublishOptions,
  publishRows,
  type RowsToPublish,
} from "./publish_rows.ts";

/** Rows of one source, and how many of it are excluded. */
export interface ImportedRows extends RowsToPublish {
  readonly excluded: number;
}

const MAX_KEY_UNITS = 1_000;
const utf8 = new TextEncoder();

/**
 * Appends all rows of the sources, which come one after the other. Resolves once everything is durable.
 *
 * @throws {import("../../log/errors.ts").LogWriteError} the log could not take a batch
 */
export async function publishImport(
  producer: LogProducer,
  batches: Iterable<ImportedRows> | AsyncIterable<ImportedRows>,
  options: PublishOptions = {},
): Promise<Published> {
  const excluded = new Map<string, number>();
  const rows = async function* (): AsyncGenerator<RowsToPublish> {
    for await (const batch of batches) {
      const { source } = batch;
      if (!excluded.has(source)) {
        await producer.append(QUARANTINE_TOPIC, [
          importRecord(source, { reading_version: READING_VERSION }),
        ]);
      }
      excluded.set(source, (excluded.get(source) ?? 0) + batch.excluded);
      yield batch;
    }
  };
  const published = await publishRows(producer, rows(), options);
  const counts = [...excluded].filter(([, rows]) => rows > 0)
    .map(([source, rows]) => importRecord(source, { excluded: rows }));
  if (counts.length > 0) await producer.append(QUARANTINE_TOPIC, counts);
  return published;
}

/** Beside the quarantined rows of its source, on one partition with them. */
function importRecord(source: string, value: Readonly<Record<string, number>>): NewRecord {
  return {
    key: source.slice(0, MAX_KEY_UNITS),
    value: utf8.encode(JSON.stringify(value)),
    headers: { [KIND_HEADER]: IMPORT_KIND, [SOURCE_HEADER]: source },
  };
}
