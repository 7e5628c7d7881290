// A view as the store keeps it: ids for texts, and where it was counted.

/** The id of an episode, device or country that is missing; the table of labels has it not. */
export const NO_LABEL = 0;
/** The id of an episode that is empty, as a film's is; the table of labels has it not. Ids of texts are above 0. */
export const EMPTY_LABEL = -1;

/** One accepted view of a user. */
export interface StoredView {
  readonly startMs: number;
  readonly showId: number;
  /** {@link NO_LABEL} when missing, as for device and country; {@link EMPTY_LABEL} when empty. */
  readonly episodeId: number;
  readonly deviceId: number;
  readonly countryId: number;
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
