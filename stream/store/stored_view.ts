// A view as the store keeps it: ids for texts, and where it was counted.

/** One accepted view of a user. */
export interface StoredView {
  readonly startMs: number;
  readonly showId: number;
  /** 0 when absent, as for device and country. */
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
