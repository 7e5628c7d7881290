// Compares two lists of views row by row, in one pass over both.

import { DIMENSIONS } from "../../domain/columns.ts";
import type { EnrichedView } from "../../domain/view.ts";

/** How two lists of rows compare. */
export interface RowComparison {
  readonly batchRows: number;
  readonly streamRows: number;
  /** Rows that the other list does not have, of both lists. */
  readonly different: number;
  /** The first few of them, as text that names the list. */
  readonly examples: readonly string[];
}

const MAX_EXAMPLES = 5;

/**
 * Compares rows that come sorted by user and start; among rows of one user and start the order does not
 * matter. Every column counts, to the last bit of a number.
 */
export async function compareRows(
  batch: AsyncIterable<EnrichedView> | Iterable<EnrichedView>,
  stream: AsyncIterable<EnrichedView> | Iterable<EnrichedView>,
): Promise<RowComparison> {
  const batchGroups = groups(batch), streamGroups = groups(stream);
  const examples: string[] = [];
  let batchRows = 0, streamRows = 0, different = 0;
  const note = (list: string, rows: readonly string[]) => {
    different += rows.length;
    for (const row of rows) if (examples.length < MAX_EXAMPLES) examples.push(`${list}: ${row}`);
  };
  for (;;) {
    const [a, b] = await Promise.all([batchGroups.next(), streamGroups.next()]);
    if (a.done && b.done) return { batchRows, streamRows, different, examples };
    const ofBatch = a.value ?? [], ofStream = b.value ?? [];
    batchRows += ofBatch.length;
    streamRows += ofStream.length;
    const [onlyBatch, onlyStream] = difference(ofBatch, ofStream);
    note("only in batch", onlyBatch);
    note("only in stream", onlyStream);
  }
}

/** The rows of one user at a time, as texts; a user whose rows are missing shifts nothing behind them. */
async function* groups(
  views: AsyncIterable<EnrichedView> | Iterable<EnrichedView>,
): AsyncGenerator<string[], undefined> {
  let group: string[] = [], userId: string | null = null;
  for await (const view of views) {
    if (view.userId !== userId && group.length > 0) {
      yield group;
      group = [];
    }
    userId = view.userId;
    group.push(rowText(view));
  }
  if (group.length > 0) yield group;
}

/** A row as text. Event ids are not among the columns of the output. */
export function rowText(view: EnrichedView): string {
  return JSON.stringify([
    ...[view.userId, view.startMs, view.showName, view.episode, view.watchMinutes],
    ...DIMENSIONS.map((name) => view[name]),
    ...[view.completionRate, view.isBingeSession],
    ...[view.engagementScore, view.sittingStartMs],
  ]);
}

/** What each of two lists has and the other has not; equal rows count as often as they are there. */
function difference(a: readonly string[], b: readonly string[]): [string[], string[]] {
  if (a.length === b.length && a.every((row, index) => row === b[index])) return [[], []];
  const counts = new Map<string, number>();
  for (const row of b) counts.set(row, (counts.get(row) ?? 0) + 1);
  const onlyA = a.filter((row) => {
    const count = counts.get(row) ?? 0;
    if (count > 0) counts.set(row, count - 1);
    return count === 0;
  });
  const onlyB = [...counts].flatMap(([row, count]) => new Array<string>(count).fill(row));
  return [onlyA, onlyB];
}
