// A view as the store keeps it: ids for texts, and where it was counted.

import { type Dimension, DIMENSIONS } from "../../domain/columns.ts";

/** The id of an episode or dimension that is missing; the table of labels has it not. */
export const NO_LABEL = 0;
/** The id of an episode that is empty, as a film's is; the table of labels has it not. Ids of texts are above 0. */
export const EMPTY_LABEL = -1;

/** The ids of a view's dimensions, `deviceId` and so on; {@link NO_LABEL} when missing. */
export type DimensionIds = { readonly [Name in Dimension as `${Name}Id`]: number };

/** The ids of dimensions by name. Written out, as views are made by it: all objects are of one shape. */
export function dimensionIds(idOf: (name: Dimension) => number): DimensionIds {
  return { deviceId: idOf("device"), countryId: idOf("country"), profileId: idOf("profile") };
}

/** What the ids of {@link DimensionIds} are called, in the order of `DIMENSIONS`. */
export const DIMENSION_IDS = DIMENSIONS.map((name) => ({ name, id: `${name}Id` as const }));

/** One accepted view of a user. */
export interface StoredView extends DimensionIds {
  readonly startMs: number;
  readonly showId: number;
  /** {@link NO_LABEL} when missing; {@link EMPTY_LABEL} when empty. */
  readonly episodeId: number;
  readonly minutes: number;
  /** "" when absent. */
  readonly eventId: string;
  readonly ingestMs: number;
  readonly sourceId: number;
  readonly partition: number;
  readonly offset: number;
}

/** A view in its place among its user's. */
export interface PlacedView {
  readonly view: StoredView;
  readonly sittingStartMs: number;
  /** Distinct qualified episodes of its show in its sitting. */
  readonly episodes: number;
}

/** Views of a user in order of start: whole sittings. */
export interface ViewWindow {
  readonly views: readonly PlacedView[];
  /** Whether the user has no view behind them. */
  readonly isToEnd: boolean;
}
