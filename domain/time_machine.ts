// The time machine: history replayed through the live path in a copy beside the store, as the API tells it.

/** What is replayed, and how far it is. */
export interface TimeMachineState {
  readonly running: boolean;
  /** The history that is replayed (ISO); null when none is. */
  readonly from: string | null;
  readonly to: string | null;
  /** Up to where its views were sent. */
  readonly at: string | null;
  /** Times the pace at which it happened. */
  readonly speed: number;
  readonly playing: boolean;
  /** Whether it is on its way to a place that was chosen. */
  readonly seeking: boolean;
  /** Views sent, of so many; `pending` of them are not applied yet. */
  readonly sent: number;
  readonly views: number;
  readonly pending: number;
}

/** The paces that are offered. */
export const REPLAY_SPEEDS = [1, 10, 60, 600, 3_600, 10_000] as const;
export const MIN_REPLAY_SPEED = 1, MAX_REPLAY_SPEED = 10_000;

/** No history. */
export const NO_REPLAY: TimeMachineState = {
  ...{ running: false, from: null, to: null, at: null, speed: 0, playing: false, seeking: false },
  ...{ sent: 0, views: 0, pending: 0 },
};
