// Keeps the embedded log short, when that is wished for: only what a verified backup of the store has may go.

import { resolve } from "node:path";
import { type Clock, systemClock } from "../../clock/clock.ts";
import { DAY_MS, HOUR_MS } from "../../domain/time.ts";
import type { OpenLog } from "../../log/open_log.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import { backUpBeside, newestBackup } from "../../store/open_store.ts";

/** What is kept how long. */
export interface RetentionOptions {
  readonly log: OpenLog;
  readonly dataPath: string;
  readonly retentionDays: number;
  readonly telemetry: Telemetry;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** Looks every hour until the signal is given; the store is backed up once a day. */
export async function retainLog(options: RetentionOptions): Promise<void> {
  const { clock = systemClock, signal, telemetry } = options;
  while (!signal.aborted) {
    await retainOnce(options, clock.nowMs()).catch((error) =>
      telemetry.emit("retention_failed", { error })
    );
    await clock.wait(HOUR_MS, signal);
  }
}

async function retainOnce(
  { log, dataPath, retentionDays, telemetry }: RetentionOptions,
  nowMs: number,
): Promise<void> {
  const path = resolve(dataPath), ageMs = retentionDays * DAY_MS;
  const newest = newestBackup(path);
  const backupAgeMs = newest === null ? Infinity : nowMs - newest.madeMs;
  // One of the future was made before the clock went back: nobody knows when.
  const isFresh = newest !== null && backupAgeMs >= 0 && backupAgeMs < Math.min(DAY_MS, ageMs);
  const backup = isFresh ? newest : await backUpBeside(path, nowMs);
  if (!isFresh) telemetry.emit("store_backed_up", { path: backup.path });
  const removed = await log.retain(backup.positions, ageMs);
  if (removed > 0) telemetry.emit("log_retained", { batches: removed });
}
