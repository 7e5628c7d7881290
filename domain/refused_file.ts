// A file of the watched folder that was not taken in.

/** What the service says of it; the file itself lies where it was put. */
export interface RefusedFile {
  readonly path: string;
  /** Why, in one line that says what to do. */
  readonly reason: string;
  /** When, as an ISO instant. */
  readonly at: string;
  /** The run whose audit failed; null when there was none. */
  readonly run_id: string | null;
}
