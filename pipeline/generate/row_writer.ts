// What the two formats share: the port of a row writer and the texts of a view.

import type { Audience } from "./audience.ts";
import type { ByteSink } from "./byte_sink.ts";
import type { GeneratePlan } from "./generate_options.ts";
import type { Show } from "./invent_shows.ts";
import type { FieldTexts } from "./spoil_fields.ts";
import type { ViewBatch } from "./view_batch.ts";

/** Writes views as rows of one format. */
export interface RowWriter {
  /** What stands before the first row. */
  header(sink: ByteSink): void;
  /** View `index` of the batch, with its line end. */
  row(sink: ByteSink, batch: ViewBatch, index: number): void;
}

/** What views refer to by number. */
export interface GeneratedWorld {
  readonly plan: GeneratePlan;
  readonly shows: readonly Show[];
  readonly audience: Audience;
}

/** Digits of user and event ids, at least. */
export const USER_DIGITS = 6, EVENT_DIGITS = 9;

/** The required fields of a view as texts: the slow way, for the few rows that will be spoiled. */
export function fieldTexts(world: GeneratedWorld, batch: ViewBatch, index: number): FieldTexts {
  const number = String(world.audience.idNumber[batch.user[index]!]!);
  return {
    user_id: `u-${number.padStart(USER_DIGITS, "0")}`,
    show_name: world.shows[batch.show[index]!]!.name,
    watch_duration_minutes: String(batch.tenths[index]! / 10),
    watch_date: new Date(batch.startSecond[index]! * 1000).toISOString().replace(".000Z", "Z"),
  };
}
