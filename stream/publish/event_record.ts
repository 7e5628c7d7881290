// A view as a record of the log: JSON as any producer may send it.

import { formatInstant } from "../../domain/instant.ts";
import type { View } from "../../domain/view.ts";
import type { NewRecord } from "../log.ts";
import { SOURCE_HEADER } from "../topics.ts";

const utf8 = new TextEncoder();
/** The widest zone of `watch_date`, east of UTC. */
const EASTERNMOST_MS = (23 * 60 + 59) * 60_000;

/** The record of one view; read again it is the same view. `source` says where it came from. */
export function eventRecord(view: View, source: string): NewRecord {
  const { eventId, episode, device, country } = view;
  const event = {
    user_id: view.userId,
    show_name: view.showName,
    watch_duration_minutes: view.watchMinutes,
    watch_date: writtenInstant(view.startMs),
    ...eventId === null ? {} : { event_id: eventId },
    ...episode === null ? {} : { episode },
    ...device === null ? {} : { device },
    ...country === null ? {} : { country },
  };
  return {
    key: view.userId,
    value: utf8.encode(JSON.stringify(event)),
    headers: { [SOURCE_HEADER]: source },
  };
}

/** The first hours of the year 0 in an eastern zone are in the year −1 of UTC, which has no form. */
function writtenInstant(startMs: number): string {
  const text = formatInstant(startMs);
  return text.startsWith("-")
    ? formatInstant(startMs + EASTERNMOST_MS).replace("Z", "+23:59")
    : text;
}
