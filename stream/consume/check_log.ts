// Whether the embedded log is the one that the store has applied, for whoever looks at both while nobody writes.

import type { LogSettings } from "../../domain/log_settings.ts";
import { LogError, LogMismatchError } from "../../log/errors.ts";
import { logIdentity, openConsumer, openLog } from "../../log/open_log.ts";
import { PIPELINE_TOPICS } from "../../log/topics.ts";
import { CommittedPositions } from "./committed_positions.ts";
import { startOf, withoutKnown } from "./known_records.ts";
import type { StorePosition } from "../../store/port.ts";

/** What is wrong, a sentence for each partition that is not the store's; none when all is well. */
export async function checkLog(
  settings: LogSettings,
  store: { positions(): readonly StorePosition[]; bindLog(id: string): boolean },
): Promise<readonly string[]> {
  const log = await openLog(settings), found: string[] = [], positions = store.positions();
  try {
    if (log.id !== null && !store.bindLog(log.id)) found.push(anotherLog().message);
    const known = new Set((await log.admin.topics()).map(({ topic }) => topic));
    for (const position of positions) {
      const { topic, partition, nextOffset } = position;
      if (!PIPELINE_TOPICS.some((one) => one === topic)) continue;
      const range = known.has(topic) ? (await log.admin.offsets(topic))[partition] : undefined;
      const end = range?.endOffset ?? 0;
      if (end < nextOffset) {
        const what = `ends at ${end}, before the ${nextOffset} of the store`;
        found.push(new LogMismatchError({ topic, partition }, what).message);
      } else if (position.last !== null && position.last.offset >= (range?.firstOffset ?? 0)) {
        const problem = await checkLast(settings, position);
        if (problem !== null) found.push(problem);
      }
    }
    return found;
  } finally {
    await log.close();
  }
}

async function checkLast(settings: LogSettings, position: StorePosition): Promise<string | null> {
  const { topic, partition, nextOffset, last } = position;
  const positions = new CommittedPositions();
  positions.set(topic, partition, nextOffset, last);
  const consumer = await openConsumer(settings, {
    ...{ name: null, topics: [topic], partitions: [partition] },
    positionOf: () => startOf(positions, topic, partition),
  });
  try {
    const [batch] = await consumer.poll(1, AbortSignal.timeout(5_000));
    withoutKnown(batch!, positions);
    return null;
  } catch (error) {
    if (error instanceof LogError) return error.message;
    throw error;
  } finally {
    await consumer.close();
  }
}

/** @throws {LogMismatchError} the embedded log is another one than the store has read */
export function checkIdentity(
  settings: LogSettings,
  store: { bindLog(id: string): boolean },
): void {
  const id = logIdentity(settings);
  if (id === null || store.bindLog(id)) return;
  throw anotherLog();
}

function anotherLog(): LogMismatchError {
  return new LogMismatchError(null, "was made anew or comes from another folder");
}
