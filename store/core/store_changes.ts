// What a transaction writes, in sets: made by the core, written by an adapter.

import type { IngestHourChanges } from "./ingest_hour_changes.ts";
import type { LedgerChanges, SourcePart } from "./ledger_changes.ts";
import type { QuarantineChanges } from "./quarantine_book.ts";
import type { RecordMark } from "./record_mark.ts";
import type { RetentionChange } from "./retention_changes.ts";
import type { RollupChanges } from "./rollup_changes.ts";
import type { PlacedView, StoredView, ViewWindow } from "./stored_view.ts";

/** What the catalog has of a show that is new to the store. */
export interface ShowFacts {
  readonly showId: number;
  readonly genre: string | null;
  /** In minutes. */
  readonly runtime: number | null;
  readonly isInferred: boolean;
  /** Runtimes of episodes, in minutes. */
  readonly episodes: readonly (readonly [episodeId: number, minutes: number])[];
}

/** What views that came or went of one user came to. */
export interface UserOutcome {
  readonly userId: number;
  readonly isNew: boolean;
  readonly added: readonly PlacedView[];
  readonly removed: readonly PlacedView[];
  /** Views whose sitting or episodes are others than before. */
  readonly changed: readonly { readonly before: PlacedView; readonly after: PlacedView }[];
  /** Of the new views, those that are not among `added`: they are duplicates of a better one. */
  readonly duplicates: readonly StoredView[];
  /** The sittings around the change as they are now; null when nothing changed. */
  readonly window: ViewWindow | null;
}

/** A user's view that lost against a better one. */
export interface Shadow {
  readonly userId: number;
  readonly view: StoredView;
}

/** Of each user, key, source and partition the best view is kept. */
export interface ShadowChanges {
  /** Put in place of what is there. */
  readonly kept: readonly Shadow[];
  readonly dropped: readonly Shadow[];
}

/** What is added to a user, and what is known of the user after it. */
export interface UserChange {
  readonly userId: number;
  readonly isNew: boolean;
  readonly accepted: number;
  readonly qualified: number;
  /** Exact: at most 2^53 / 1.44e12 views of a user change at once. */
  readonly minuteUnits: number;
  readonly firstQualifiedMs: number | null;
  readonly lastMs: number | null;
  readonly addedShows: ReadonlySet<number>;
  readonly droppedShows: ReadonlySet<number>;
  readonly addedWeeks: ReadonlySet<number>;
  readonly droppedWeeks: ReadonlySet<number>;
}

/** What is added to a show. */
export interface ShowChange {
  accepted: number;
  users: number;
}

/** A partition moves on, past all that a batch holds. */
export interface PositionChange {
  readonly topic: string;
  readonly partition: number;
  /** Where it was when it was read; null before the first batch. */
  readonly from: number | null;
  readonly nextOffset: number;
  readonly last: RecordMark | null;
}

/** The rules that a file was read by whose rows are sent. */
export interface ImportNote {
  readonly sourceId: number;
  readonly partition: number;
  readonly offset: number;
  readonly readingVersion: number;
}

/** What left the ledger by a control record. */
export interface RemovalNote extends SourcePart {
  readonly removal: string;
  readonly rows: number;
  readonly atMs: number;
}

/** What is absent stays as it is. */
export interface StoreChanges {
  readonly facts?: readonly ShowFacts[];
  /** Where views went and came, user by user. */
  readonly views?: readonly UserOutcome[];
  readonly shadows?: ShadowChanges;
  /** Of this part, all views that lost are forgotten. */
  readonly forgetShadows?: SourcePart;
  readonly users?: readonly UserChange[];
  readonly shows?: ReadonlyMap<number, ShowChange>;
  readonly retention?: Iterable<RetentionChange>;
  readonly rollups?: RollupChanges;
  readonly hours?: IngestHourChanges;
  readonly ledger?: LedgerChanges;
  readonly forgetLedger?: SourcePart;
  readonly quarantine?: QuarantineChanges;
  readonly imports?: readonly ImportNote[];
  readonly forgetImports?: SourcePart;
  readonly removals?: readonly RemovalNote[];
  readonly positions?: readonly PositionChange[];
  /** How many views went from their place. */
  readonly moved?: number;
}
