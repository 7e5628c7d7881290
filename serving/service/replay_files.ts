// `deno task start --replay FILE --speed N`: history through the live path, in the order it happened.

import { eventRecord } from "../../stream/publish/event_record.ts";
import { replay } from "../../stream/replay.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { readViews } from "../../pipeline/read_views.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { ServiceLog } from "./service_log.ts";

/** What is replayed, and how fast. */
export interface ReplayFiles {
  readonly files: readonly string[];
  readonly speed: number | "max";
}

/** Replays the files' views into the log, until the end or the signal. */
export async function replayFiles(
  { files, speed }: ReplayFiles,
  { log, thresholds, telemetry, signal }: {
    readonly log: ServiceLog;
    readonly thresholds: Thresholds;
    readonly telemetry: Telemetry;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { views } = await readViews(files, { nowMs: Date.now(), thresholds });
  telemetry.emit("replay_started", { views: views.length, speed: String(speed) });
  const { sent } = await replay(
    views,
    async (batch) => {
      await log.append(EVENTS_TOPIC, batch.map(({ view, source }) => eventRecord(view, source)));
    },
    { speed, signal },
  );
  telemetry.emit("replay_finished", { views: sent });
}
