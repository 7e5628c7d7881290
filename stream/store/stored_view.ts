// A view as the store keeps it: texts as ids, and where it was counted.

/** One accepted view of a user. */
export interface StoredView {
  readonly startMs: number;
  readonly showId: number;
  readonly showName: string;
  /** 0 and "" when absent, as for device and country. */
  readonly episodeId: number;
  readonly episode: string;
  readonly deviceId: number;
  readonly device: string;
  readonly countryId: number;
  readonly country: string;
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
