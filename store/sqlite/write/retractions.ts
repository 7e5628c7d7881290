// Removes what a source has in a partition of the log: its views, duplicates and quarantined rows leave, and what
// they stood in the way of comes back.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { emptyLedger, type Ledger } from "../../../domain/ledger.ts";
import type { IngestHours } from "./ingest_hours.ts";
import { EVENTS, type LedgerChanges, type SourcePart } from "./ledger_changes.ts";
import type { QuarantineRows } from "./quarantine_rows.ts";
import type { UserOutcome } from "./user_views.ts";
import type { ViewWriter } from "./view_writer.ts";

/** The tables that a removal changes. */
export interface RetractedTables {
  readonly views: ViewWriter;
  readonly ledger: LedgerChanges;
  readonly hours: IngestHours;
  readonly quarantine: QuarantineRows;
}

/** One control record. */
export interface RetractOptions {
  /** The removal that it is part of; one for each partition. */
  readonly removal: string;
  readonly ingestTimeMs: number;
  readonly onOutcome: (outcome: UserOutcome) => void;
  /** Writes what was gathered, and counts it. */
  readonly flush: () => void;
}

/** Views whose sums are gathered before they are written. */
const FLUSH_VIEWS = 50_000;

/** Applies control records, and keeps what each has removed. */
export class Retractions {
  readonly #tables: RetractedTables;
  readonly #note: StatementSync;
  readonly #forgetImports: StatementSync;

  constructor(db: DatabaseSync, tables: RetractedTables) {
    this.#tables = tables;
    this.#note = db.prepare(`INSERT OR REPLACE INTO removals VALUES (?, ?, ?, ?, ?, ?)`);
    this.#forgetImports = db.prepare(`DELETE FROM imports WHERE source_id = ? AND partition = ?`);
  }

  /**
   * Removes a part, within the caller's transaction and once all that came before is written. Answers what the
   * ledger changed by beside what was flushed.
   */
  apply(part: SourcePart, { removal, ingestTimeMs, onOutcome, flush }: RetractOptions): Ledger {
    const { ledger, quarantine } = this.#tables;
    if (part.topic === EVENTS) this.#removeViews(part, { onOutcome, flush });
    else this.#forgetImports.run(part.sourceId, part.partition);
    // A row that came back is counted where its repair lies; as removed it counts where it lay itself.
    const { rows: reopened, unread } = quarantine.reopenSettledBy(part);
    let elsewhere = -unread;
    for (const { place, rule, isCounted } of reopened) {
      if (isCounted) continue; // a skipped row
      ledger.count(place, "quarantined");
      ledger.countReason(place, rule);
      elsewhere--;
    }
    for (const { place, rule, isCounted } of quarantine.removePart(part)) {
      if (isCounted) ledger.countReason(place, rule, -1);
      else elsewhere++;
    }
    flush();
    const gone = ledger.removePart(part);
    const { sourceId, topic, partition } = part;
    this.#note.run(removal, topic, partition, sourceId, gone.read + elsewhere, ingestTimeMs);
    const delta = emptyLedger();
    for (const name of Object.keys(gone) as (keyof Ledger)[]) delta[name] = -gone[name];
    return delta;
  }

  #removeViews(
    part: SourcePart,
    { onOutcome, flush }: Pick<RetractOptions, "onOutcome" | "flush">,
  ): void {
    const { views, ledger } = this.#tables;
    let open = 0;
    for (const userId of views.forgetPart(part)) {
      const outcome = views.removePart(userId, part);
      onOutcome(outcome);
      for (const { view } of outcome.added) {
        ledger.count(view, "duplicate", -1);
        ledger.count(view, "accepted");
      }
      open += outcome.removed.length;
      if (open < FLUSH_VIEWS) continue;
      flush();
      open = 0;
    }
  }
}
