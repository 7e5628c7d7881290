// Applies batches that were read from the log to the tables, within the caller's transaction.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Ledger } from "../../domain/ledger.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { View } from "../../domain/view.ts";
import { EVENTS_TOPIC } from "../topics.ts";
import { CommitNotes } from "./commit_notes.ts";
import { IngestHours } from "./ingest_hours.ts";
import { LedgerChanges, type LedgerPlace } from "./ledger_changes.ts";
import { countMoved } from "./moved_views.ts";
import { QuarantineRows, type RowName } from "./quarantine_rows.ts";
import type { OtherRecord, ReadBatch } from "./read_batch.ts";
import type { StoreSettings } from "./store_settings.ts";
import { EMPTY_LABEL, NO_LABEL, type StoredView } from "./stored_view.ts";
import { TextIds } from "./text_ids.ts";
import type { Headcount } from "./user_changes.ts";
import type { ViewPlace } from "./view_columns.ts";
import type { ViewNames } from "./view_rows.ts";
import { ViewWriter } from "./view_writer.ts";

/** What was written. */
export interface Written extends Headcount {
  readonly ledger: Ledger;
  readonly notes: CommitNotes;
}

/** The next offset of a partition. */
export interface StorePosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
}

interface UserBatch {
  readonly id: number;
  readonly name: string;
  readonly isNew: boolean;
  readonly views: StoredView[];
}

/** Users are active this long after their view's end. */
const ACTIVE_WITHIN_MS = 5 * 60_000;

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
  readonly #readPositions: StatementSync;
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
    this.#readPositions = db.prepare(
      `SELECT topic, partition, next_offset AS nextOffset FROM positions`,
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

  /** Where each partition goes on that has had a batch. */
  positions(): readonly StorePosition[] {
    return this.#readPositions.all() as unknown as StorePosition[];
  }

  /** Writes what the batches bring; records before a partition's position are skipped. */
  write(batches: readonly ReadBatch[]): Written {
    const notes = this.#notes = new CommitNotes(this.#thresholds);
    this.#batches = new Map();
    for (const batch of batches) {
      const from = this.positionOf(batch.topic, batch.partition) ?? 0;
      if (batch.nextOffset <= from) continue; // it came twice
      notes.ingestTimeMs = Math.max(notes.ingestTimeMs, batch.ingestTimeMs);
      this.#takeViews(batch, from);
      for (const record of batch.others) {
        if (record.offset >= from) this.#takeOther(record, batch.partition);
      }
      this.#setPosition.run(batch.topic, batch.partition, batch.nextOffset);
    }
    // In the order of the tables, so that neighbours lie on the same pages.
    for (const user of [...this.#batches.values()].sort((a, b) => a.id - b.id)) {
      this.#placeUser(user);
    }
    const headcount = this.#views.flush();
    const ledger = this.#ledger.flush();
    this.#hours.flush();
    if (notes.moved > 0) this.#addMoved.run(String(notes.moved));
    return { ...headcount, ledger, notes };
  }

  /** The texts that views refer to. */
  get names(): ViewNames {
    return { shows: this.#shows, labels: this.#labels };
  }

  /** Takes back what a transaction that failed left in memory. */
  forget(): void {
    const caches = [this.#users, this.#shows, this.#labels, this.#sources, this.#views];
    for (const cache of caches) cache.forget();
    this.#ledger.clear();
    this.#hours.clear();
  }

  /** Texts are looked up once for each batch, and only those of records that count. */
  #takeViews({ partition, views }: ReadBatch, from: number): void {
    const { users, shows, sources, labels, eventIds } = views;
    const batches = new Array<UserBatch | null>(users.texts.length).fill(null);
    const userOf = (code: number) => batches[code] ??= this.#userOf(users.texts[code]!);
    const showOf = cached(shows.texts, (name) => this.#showOf(name));
    const labelOf = cached(labels, (text) => this.#labelOf(text));
    const sourceOf = cached(sources.texts, (name) => this.#sources.idOf(name).id);
    for (let at = 0; at < views.length; at++) {
      const offset = views.offsets[at]!;
      if (offset < from) continue;
      this.#notes.read++;
      userOf(users.codes[at]!).views.push({
        startMs: views.startMs[at]!,
        showId: showOf(shows.codes[at]!),
        episodeId: labelOf(views.episodes[at]!),
        deviceId: labelOf(views.devices[at]!),
        countryId: labelOf(views.countries[at]!),
        minutes: views.minutes[at]!,
        eventId: eventIds === null ? "" : eventIds[at]!,
        ingestMs: views.ingestMs[at]!,
        sourceId: sourceOf(sources.codes[at]!),
        partition,
        offset,
      });
    }
  }

  #takeOther(record: OtherRecord, partition: number): void {
    if (record.kind === "skip") return this.#quarantine.skip(record.row, record.reason);
    if (record.repairs !== null && this.#repair(record.repairs, record, partition)) return;
    const place = this.#placeOf(record, partition);
    if (record.kind === "repair") {
      this.#notes.read++;
      return this.#collect(record.view, record.offset, place);
    }
    const { row } = record, outcome = this.#quarantine.add(row, place);
    if (outcome === "repaired") return; // counted when its repair came
    this.#notes.read++;
    if (outcome === "known") return this.#ledger.count(place, "duplicate");
    this.#ledger.count(place, "quarantined");
    this.#ledger.countReason(place, row.reasons[0]!.rule);
    this.#notes.quarantined.push(row);
  }

  #placeOf({ source, ingestTimeMs }: ViewPlace, partition: number): LedgerPlace {
    return { sourceId: this.#sources.idOf(source).id, partition, ingestMs: ingestTimeMs };
  }

  /**
   * A row that comes back moves from quarantined to accepted or duplicate where it was counted at first;
   * once, and only if it keeps the rules now. Answers whether that is all there is to the record.
   */
  #repair(
    name: RowName,
    record: Exclude<OtherRecord, { kind: "skip" }>,
    partition: number,
  ): boolean {
    const open = this.#quarantine.find(name);
    const replayedAs = `${EVENTS_TOPIC}/${partition}@${record.offset}`;
    if (open === "replayed") return true;
    if (open === null) {
      if (record.kind !== "repair" || !("key" in name)) return false;
      return !this.#quarantine.noteEarly(name.key, replayedAs);
    }
    if (record.kind !== "repair") return true;
    this.#ledger.count(open.place, "quarantined", -1);
    this.#ledger.countReason(open.place, open.rule, -1);
    this.#quarantine.close(open.id, replayedAs);
    this.#collect(record.view, record.offset, open.place);
    return true;
  }

  #collect(view: View, offset: number, place: LedgerPlace): void {
    this.#userOf(view.userId).views.push({
      startMs: view.startMs,
      showId: this.#showOf(view.showName),
      episodeId: this.#labelOf(view.episode),
      deviceId: this.#labelOf(view.device),
      countryId: this.#labelOf(view.country),
      minutes: view.watchMinutes,
      eventId: view.eventId ?? "",
      ingestMs: place.ingestMs,
      sourceId: place.sourceId,
      partition: place.partition,
      offset,
    });
  }

  #userOf(name: string): UserBatch {
    const { id, isNew } = this.#users.idOf(name);
    let user = this.#batches.get(id);
    if (user === undefined) this.#batches.set(id, user = { id, name, isNew, views: [] });
    return user;
  }

  #showOf(name: string): number {
    const { id, isNew } = this.#shows.idOf(name);
    if (isNew) this.#views.introduce(id, name);
    return id;
  }

  #labelOf(text: string | null): number {
    if (text === null) return NO_LABEL;
    return text === "" ? EMPTY_LABEL : this.#labels.idOf(text).id;
  }

  #placeUser({ id, name, isNew, views }: UserBatch): void {
    const notes = this.#notes, ledger = this.#ledger;
    const { added, removed, changed, duplicates } = this.#views.add(id, views, isNew);
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

/** The ids of a batch's texts by their codes, each looked up when it is asked for first. */
function cached<Text>(
  texts: readonly Text[],
  idOf: (text: Text) => number,
): (code: number) => number {
  const ids = new Array<number | null>(texts.length).fill(null);
  return (code) => ids[code] ??= idOf(texts[code]!);
}

/** A view that ended shortly before it came, or goes on: none of a file of earlier days. */
function wasWatching({ startMs, minutes, ingestMs }: StoredView): boolean {
  return startMs + minutes * 60_000 >= ingestMs - ACTIVE_WITHIN_MS;
}
