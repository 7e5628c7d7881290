// A view as a record of the log: JSON as any producer may send it.

import { DIMENSIONS } from "../../domain/columns.ts";
import { formatInstant } from "../../domain/instant.ts";
import type { View } from "../../domain/view.ts";
import type { NewRecord } from "../../log/port.ts";
import { SOURCE_HEADER } from "../../log/topics.ts";

const utf8 = new TextEncoder();

/** The record of one view; read again it is the same view. `source` says where it came from. */
export function eventRecord(view: View, source: string): NewRecord {
  const { eventId, episode } = view;
  const event: Record<string, unknown> = {
    user_id: view.userId,
    show_name: view.showName,
    watch_duration_minutes: view.watchMinutes,
    watch_date: formatInstant(view.startMs),
    ...eventId === null ? {} : { event_id: eventId },
    ...episode === null ? {} : { episode },
  };
  for (const name of DIMENSIONS) if (view[name] !== null) event[name] = view[name];
  return {
    key: view.userId,
    value: utf8.encode(JSON.stringify(event)),
    headers: { [SOURCE_HEADER]: source },
  };
}
