// Applies batches that were read from the log: from what the tables hold to what is written to them, in one
// transaction.

import { EVENTS_TOPIC } from "../../log/topics.ts";
import { Commit, type Committed } from "./commit.ts";
import { EVENTS, QUARANTINE, type TopicNumber } from "./ledger_changes.ts";
import type { Placing } from "./place_user_views.ts";
import type { ReadBatch } from "./read_batch.ts";
import { retractPart } from "./retract_part.ts";
import type { CatalogShow } from "../../domain/store_catalog.ts";
import type { PositionChange } from "./store_changes.ts";
import { ask, type Steps } from "./store_tables.ts";
import { takePart } from "./take_part.ts";

/** What batches are applied by. */
export interface Applying extends Placing {
  /** The catalog by show. */
  readonly catalog: ReadonlyMap<string, CatalogShow>;
}

/** Writes what the batches bring; records before a partition's position are skipped. */
export function* applyBatches(
  batches: readonly ReadBatch[],
  applying: Applying,
): Steps<Committed> {
  const commit = new Commit(applying), { notes } = commit;
  const there = yield* ask("positionsOf", batches);
  const positions = new Map<string, PositionChange>();
  for (const [at, batch] of batches.entries()) {
    const { topic, partition, nextOffset, last } = batch, name = `${topic}/${partition}`;
    const before = positions.get(name), from = before?.nextOffset ?? there[at]!;
    if (nextOffset <= (from ?? 0)) continue; // it came twice
    notes.ingestTimeMs = Math.max(notes.ingestTimeMs, batch.ingestTimeMs);
    yield* takeBatch(batch, from ?? 0, { commit, applying });
    positions.set(name, {
      ...{ topic, partition, nextOffset, last: last ?? before?.last ?? null },
      from: before === undefined ? from : before.from,
    });
  }
  yield* commit.writeTaken();
  yield* ask("write", { positions: [...positions.values()], moved: notes.moved });
  return commit.committed;
}

/** Takes a batch; what it removes in its midst is removed from what came before. */
function* takeBatch(
  batch: ReadBatch,
  first: number,
  { commit, applying }: { readonly commit: Commit; readonly applying: Applying },
): Steps<void> {
  const topic: TopicNumber = batch.topic === EVENTS_TOPIC ? EVENTS : QUARANTINE;
  const { partition } = batch;
  const take = (from: number, to: number) =>
    takePart(batch, { topic, from, to }, { commit, catalog: applying.catalog });
  let from = first;
  for (const record of batch.others) {
    if (record.kind !== "retraction" || record.offset < from) continue;
    yield* take(from, record.offset);
    yield* commit.writeTaken();
    const { sources } = yield* ask("idsOf", {
      ...{ users: [], shows: [], labels: [], sources: [record.source] },
    });
    const part = { sourceId: sources.ids[0]!, topic, partition };
    yield* retractPart(part, { removal: record.removal, atMs: record.ingestTimeMs }, commit);
    from = record.offset + 1;
  }
  yield* take(from, Infinity);
}
