// Applies batches of the log to the tables, within the caller's transaction.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Ledger } from "../../domain/ledger.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { View } from "../../domain/view.ts";
import { parseObject } from "../../pipeline/transform/scan/json_row_reader.ts";
import type { LogBatch, LogRecord } from "../log.ts";
import { EVENTS_TOPIC, KIND_HEADER, QUARANTINE_TOPIC } from "../topics.ts";
import { CommitNotes } from "./commit_notes.ts";
import { IngestHours } from "./ingest_hours.ts";
import { LedgerChanges, type LedgerPlace } from "./ledger_changes.ts";
import { countMoved } from "./moved_views.ts";
import { QuarantineRows, type RowName } from "./quarantine_rows.ts";
import { readRecord, type RecordPlace, type StoreRecord } from "./read_record.ts";
import type { StoreSettings } from "./store_settings.ts";
import type { StoredView } from "./stored_view.ts";
import { TextIds } from "./text_ids.ts";
import type { Headcount } from "./user_changes.ts";
import { ViewWriter } from "./view_writer.ts";

/** What was written. */
export interface Written extends Headcount {
  readonly ledger: Ledger;
  readonly notes: CommitNotes;
}

interface UserBatch {
  readonly name: string;
  readonly isNew: boolean;
  readonly views: StoredView[];
}

/** Users are active this long after their view's end. */
const ACTIVE_WITHIN_MS = 5 * 60_000;

/** A record's header that names the quarantined row it repairs, by key or by number in the store. */
export const REPAIR_KEY_HEADER = "quarantine-key", REPAIR_ID_HEADER = "quarantine-id";

/** Writes the tables of one store. */
export class BatchWriter {
  readonly #thresholds: Thresholds;
  readonly #users: TextIds;
  readonly #shows: TextIds;
  readonly #labels: TextIds;
  readonly #sources: TextIds;
  readonly #views: ViewWriter;
  readonly #ledger: LedgerChanges;
  readonly #hours: IngestHours;
  readonly #quarantine: QuarantineRows;
  readonly #readPosition: StatementSync;
  readonly #setPosition: StatementSync;
  readonly #addMoved: StatementSync;
  #batches = new Map<number, UserBatch>();
  #notes: CommitNotes;

  constructor(db: DatabaseSync, settings: StoreSettings) {
    const { thresholds } = settings;
    this.#thresholds = thresholds;
    this.#users = new TextIds(db, "users");
    const shows = this.#shows = new TextIds(db, "shows");
    const labels = this.#labels = new TextIds(db, "labels");
    this.#sources = new TextIds(db, "sources");
    this.#views = new ViewWriter(db, settings, { shows, labels });
    this.#ledger = new LedgerChanges(db);
    this.#hours = new IngestHours(db, thresholds.qualifiedMinutes);
    this.#quarantine = new QuarantineRows(db);
    this.#readPosition = db.prepare(
      `SELECT next_offset FROM positions WHERE topic = ? AND partition = ?`,
    );
    this.#setPosition = db.prepare(
      `INSERT INTO positions VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET next_offset = max(next_offset, excluded.next_offset)`,
    );
    this.#addMoved = db.prepare(
      `INSERT INTO meta VALUES ('moved', ?) ON CONFLICT DO UPDATE SET value = value + excluded.value`,
    );
    this.#notes = new CommitNotes(thresholds);
  }

  /** Where a partition goes on; null before its first batch. */
  positionOf(topic: string, partition: number): number | null {
    const row = this.#readPosition.get(topic, partition) as { next_offset: number } | undefined;
    return row?.next_offset ?? null;
  }

  /** Writes what the batches bring; records before a partition's position are skipped. */
  write(batches: readonly LogBatch[]): Written {
    const notes = this.#notes = new CommitNotes(this.#thresholds);
    this.#batches = new Map();
    for (const batch of batches) {
      const from = this.positionOf(batch.topic, batch.partition) ?? 0;
      for (const record of batch.records) {
        if (record.offset >= from) this.#take(record, batch);
      }
      this.#setPosition.run(batch.topic, batch.partition, batch.nextOffset);
    }
    // In the order of the tables, so that neighbours lie on the same pages.
    const byId = [...this.#batches].sort(([a], [b]) => a - b);
    for (const [userId, user] of byId) this.#placeUser(userId, user);
    const headcount = this.#views.flush();
    const ledger = this.#ledger.flush();
    this.#hours.flush();
    if (notes.moved > 0) this.#addMoved.run(String(notes.moved));
    return { ...headcount, ledger, notes };
  }

  /** Takes back what a transaction that failed left in memory. */
  forget(): void {
    const caches = [this.#users, this.#shows, this.#labels, this.#sources, this.#views];
    for (const cache of caches) cache.forget();
    this.#ledger.clear();
    this.#hours.clear();
  }

  #take(record: LogRecord, place: RecordPlace): void {
    const read = readRecord(record, place, this.#thresholds);
    this.#notes.ingestTimeMs = Math.max(this.#notes.ingestTimeMs, record.ingestTimeMs);
    if (read.kind === "copy") return this.#setAside(record, place);
    const repaired = place.topic === EVENTS_TOPIC ? namedRow(record.headers) : null;
    const { partition } = place;
    if (repaired !== null && this.#repair(repaired, read, { record, partition })) return;
    this.#count(read, record, this.#placeOf(read.source, partition, record));
  }

  /** A row that its keeper skips stays in quarantine, where it is counted, but is open no more. */
  #setAside({ headers, value }: LogRecord, { topic }: RecordPlace): void {
    const name = namedRow(headers);
    if (topic !== QUARANTINE_TOPIC || headers[KIND_HEADER] !== "skip" || name === null) return;
    const reason = parseObject(new TextDecoder().decode(value))?.reason;
    this.#quarantine.skip(name, typeof reason === "string" ? reason : "");
  }

  #placeOf(source: string, partition: number, { ingestTimeMs }: LogRecord): LedgerPlace {
    return { sourceId: this.#sources.idOf(source).id, partition, ingestMs: ingestTimeMs };
  }

  #count(read: Exclude<StoreRecord, { kind: "copy" }>, record: LogRecord, place: LedgerPlace) {
    if (read.kind === "view") {
      this.#notes.read++;
      return this.#collect(read.view, record, place);
    }
    const { row } = read, outcome = this.#quarantine.add(row, place);
    if (outcome === "repaired") return; // counted when its repair came
    this.#notes.read++;
    if (outcome === "known") return this.#ledger.count(place, "duplicate");
    this.#ledger.count(place, "quarantined");
    this.#ledger.countReason(place, row.reasons[0]!.rule);
    this.#notes.quarantined.push(row);
  }

  /**
   * A row that comes back moves from quarantined to accepted or duplicate where it was counted at first;
   * once, and only if it keeps the rules now. Answers whether that is all there is to the record.
   */
  #repair(
    name: RowName,
    read: Exclude<StoreRecord, { kind: "copy" }>,
    { record, partition }: { readonly record: LogRecord; readonly partition: number },
  ): boolean {
    const open = this.#quarantine.find(name);
    const replayedAs = `${EVENTS_TOPIC}/${partition}@${record.offset}`;
    if (open === "replayed") return true;
    if (open === null) {
      if (read.kind !== "view" || !("key" in name)) return false;
      return !this.#quarantine.noteEarly(name.key, replayedAs);
    }
    if (read.kind !== "view") return true;
    this.#ledger.count(open.place, "quarantined", -1);
    this.#ledger.countReason(open.place, open.rule, -1);
    this.#quarantine.close(open.id, replayedAs);
    this.#collect(read.view, record, open.place);
    return true;
  }

  #collect(view: View, { offset }: LogRecord, place: LedgerPlace): void {
    const { id: userId, isNew } = this.#users.idOf(view.userId);
    const { id: showId, isNew: isNewShow } = this.#shows.idOf(view.showName);
    if (isNewShow) this.#views.introduce(showId, view.showName);
    let user = this.#batches.get(userId);
    if (user === undefined) {
      this.#batches.set(userId, user = { name: view.userId, isNew, views: [] });
    }
    const [episode, device, country] = [view.episode, view.device, view.country]
      .map((text) => text ?? "") as [string, string, string];
    const labelId = (text: string) => text === "" ? 0 : this.#labels.idOf(text).id;
    user.views.push({
      ...{ startMs: view.startMs, showId, showName: view.showName, minutes: view.watchMinutes },
      ...{ episode, episodeId: labelId(episode), device, deviceId: labelId(device) },
      ...{ country, countryId: labelId(country), eventId: view.eventId ?? "" },
      ...{ ...place, offset },
    });
  }

  #placeUser(userId: number, { name, isNew, views }: UserBatch): void {
    const notes = this.#notes, ledger = this.#ledger;
    const { added, removed, changed, duplicates } = this.#views.add(userId, views, isNew);
    for (const placed of added) {
      ledger.count(placed.view, "accepted");
      this.#hours.count(placed.view, 1);
      notes.count(placed, 1);
      notes.show(name, placed, this.#views.runtimeOf(placed.view));
    }
    notes.moved += countMoved(removed, added);
    for (const placed of removed) {
      ledger.count(placed.view, "accepted", -1);
      this.#hours.count(placed.view, -1);
      ledger.count(placed.view, "duplicate");
      notes.count(placed, -1);
    }
    for (const { before, after } of changed) notes.recount(before, after);
    for (const view of duplicates) ledger.count(view, "duplicate");
    if (added.some(({ view }) => wasWatching(view))) notes.users.push(name);
  }
}

/** A view that ended shortly before it came, or goes on: none of a file of earlier days. */
function wasWatching({ startMs, minutes, ingestMs }: StoredView): boolean {
  return startMs + minutes * 60_000 >= ingestMs - ACTIVE_WITHIN_MS;
}

function namedRow(headers: LogRecord["headers"]): RowName | null {
  const key = headers[REPAIR_KEY_HEADER], id = headers[REPAIR_ID_HEADER];
  if (key !== undefined) return { key };
  return id !== undefined && /^\d{1,15}$/.test(id) ? { id: Number(id) } : null;
}
