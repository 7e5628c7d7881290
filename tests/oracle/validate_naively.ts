// Tries each rule of the contract on one row, in the contract's order.

import {
  MAX_OPTIONAL_TEXT_BYTES,
  MAX_SHOW_NAME_BYTES,
  MAX_USER_ID_BYTES,
  MAX_WATCH_MINUTES,
  type Reason,
  reason,
} from "../../domain/rule.ts";
import type { View } from "../../domain/view.ts";
import type { NaiveFields } from "./naive_fields.ts";

/** All broken rules, after those of the row as a whole. The dates are the first and the last that are taken. */
export function reasonsOf(
  fields: NaiveFields,
  rowReasons: readonly Reason[],
  { earliestMs, latestMs }: { readonly earliestMs: number; readonly latestMs: number },
): Reason[] {
  const { userId, showName, watchMinutes, watchMinutesText, startMs, watchDateText } = fields;
  const broken = [...rowReasons];
  if (utf8Bytes(tidy(userId)) > MAX_USER_ID_BYTES) {
    broken.push(reason("row.too_long", "user_id", tidy(userId)));
  }
  if (utf8Bytes(tidy(showName)) > MAX_SHOW_NAME_BYTES) {
    broken.push(reason("row.too_long", "show_name", tidy(showName)));
  }
  const { eventId, episode, device, country, genre } = fields;
  const optional = { event_id: eventId, episode: episode ?? "", device, country, genre };
  for (const [field, text] of Object.entries(optional)) {
    if (utf8Bytes(tidy(text)) > MAX_OPTIONAL_TEXT_BYTES) {
      broken.push(reason("row.too_long", field, tidy(text)));
    }
  }
  if (tidy(userId) === "") {
    broken.push(reason("user_id.missing", "user_id", fields.userIdAsFound ?? userId));
  }
  if (tidy(showName) === "") {
    broken.push(reason("show_name.missing", "show_name", fields.showNameAsFound ?? showName));
  }
  const duration = "watch_duration_minutes";
  if (Number.isNaN(watchMinutes)) {
    broken.push(reason(`${duration}.not_a_number`, duration, watchMinutesText));
  } else if (watchMinutes <= 0 || watchMinutes > MAX_WATCH_MINUTES) {
    broken.push(reason(`${duration}.out_of_range`, duration, watchMinutesText));
  }
  if (Number.isNaN(startMs)) {
    broken.push(reason("watch_date.invalid", "watch_date", watchDateText));
  } else if (startMs < earliestMs) {
    broken.push(reason("watch_date.too_early", "watch_date", watchDateText));
  } else if (startMs > latestMs) {
    broken.push(reason("watch_date.in_future", "watch_date", watchDateText));
  }
  return broken;
}

/** The view of fields that keep every rule. */
export function viewOf(fields: NaiveFields): View {
  return {
    userId: tidy(fields.userId),
    showName: tidy(fields.showName),
    watchMinutes: fields.watchMinutes,
    startMs: fields.startMs,
    eventId: tidy(fields.eventId) || null,
    episode: fields.episode === null ? null : tidy(fields.episode),
    device: tidy(fields.device) || null,
    country: tidy(fields.country) || null,
  };
}

/** Trimmed; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. */
function tidy(text: string): string {
  return text.trim().toWellFormed();
}

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
