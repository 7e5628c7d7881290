// A row's fields after its format is read and before any rule is tried: the one shape that CSV, JSON,
// Netflix exports and log records share.

import type { Dimension } from "../../domain/columns.ts";

/** Text is as it came (untrimmed); an absent optional field is "". */
export interface RawFields extends Readonly<Record<Dimension, string>> {
  readonly userId: string;
  /** What stands there when that is no text, for the reason's `value`; the text when absent. */
  readonly userIdAsFound?: string;
  readonly showName: string;
  readonly showNameAsFound?: string;
  /** The duration in minutes, NaN when it is not a number. */
  readonly watchMinutes: number;
  /** The duration as it came, for the reason's `value`. */
  readonly watchMinutesText: string;
  /** The event time in milliseconds, NaN when the text is no instant. */
  readonly startMs: number;
  readonly watchDateText: string;
  readonly eventId: string;
  /** Null when the input has no such column or key. */
  readonly episode: string | null;
  /** Only judged: genres come from the catalog. */
  readonly genre: string;
}
