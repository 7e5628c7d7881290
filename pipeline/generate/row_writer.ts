// What the two formats share: the port of a row writer and the texts of a view.

import { type Dimension, DIMENSIONS } from "../../domain/columns.ts";
import { type Audience, DEVICES } from "./audience.ts";
import type { ByteSink } from "./byte_sink.ts";
import type { GeneratePlan } from "./generate_options.ts";
import type { Show } from "./invent_shows.ts";
import type { FieldTexts } from "./spoil_fields.ts";
import type { ViewBatch } from "./view_batch.ts";
import { VIEWER_GROUPS } from "./viewing_hours.ts";

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

/** The texts that a dimension may have, and the place of a view's among them. */
interface DimensionTexts {
  readonly texts: readonly string[];
  readonly of: (world: GeneratedWorld, batch: ViewBatch, index: number) => number;
}

/** What generated views have of each dimension. */
export const DIMENSION_TEXTS: Readonly<Record<Dimension, DimensionTexts>> = {
  device: { texts: DEVICES, of: (_, { device }, index) => device[index]! },
  country: {
    texts: VIEWER_GROUPS.map(({ country }) => country),
    of: ({ audience }, { user }, index) => audience.group[user[index]!]!,
  },
  // An account has one to four profiles; each of them has shows of its own.
  profile: {
    texts: ["Main", "Partner", "Kids", "Guest"],
    of: (_, { user, show }, index) => (user[index]! + show[index]!) % (1 + user[index]! % 4),
  },
};

/** The same as bytes, as a format writes them. */
export interface DimensionCells extends Pick<DimensionTexts, "of"> {
  readonly cells: readonly Uint8Array[];
}

/** The dimensions of a plan's rows, in their order. */
export function dimensionsOf({ plan }: GeneratedWorld): readonly Dimension[] {
  if (!plan.episodes) return [];
  return plan.profiles ? DIMENSIONS : DIMENSIONS.filter((name) => name !== "profile");
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
