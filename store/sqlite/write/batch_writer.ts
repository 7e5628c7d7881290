// Applies batches that were read from the log to the tables, within the caller's transaction.

import type { MissingOffsets, StorePosition } from "../../port.ts";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { emptyLedger, type Ledger } from "../../../domain/ledger.ts";
import type { Thresholds } from "../../../domain/scoring.ts";
import { ACTIVE_WITHIN_MS, MINUTE_MS } from "../../../domain/time.ts";
import type { View } from "../../../domain/view.ts";
import { EVENTS_TOPIC } from "../../../log/topics.ts";
import { CommitNotes } from "../../core/commit_notes.ts";
import { IngestHours } from "./ingest_hours.ts";
import {
  EVENTS,
  LedgerChanges,
  type LedgerPlace,
  QUARANTINE,
  type TopicNumber,
} from "./ledger_changes.ts";
import { countMoved } from "../../core/moved_views.ts";
import { QuarantineRows, type RowName, type Settler } from "./quarantine_rows.ts";
import type { OtherRecord, ReadBatch } from "../../core/read_batch.ts";
import { Retractions } from "./retractions.ts";
import type { StoreSettings } from "./store_settings.ts";
import { EMPTY_LABEL, NO_LABEL, type StoredView } from "../../core/stored_view.ts";
import { TextIds } from "./text_ids.ts";
import type { Headcount } from "./user_changes.ts";
import type { ViewPlace } from "../../core/view_columns.ts";
import type { ViewNames } from "./view_rows.ts";
import type { UserOutcome } from "./user_views.ts";
import { ViewWriter } from "./view_writer.ts";

/** What was written. */
export interface Written extends Headcount {
  readonly ledger: Ledger;
  readonly notes: CommitNotes;
}

interface PositionRow {
  readonly topic: string;
  readonly partition: number;
  readonly next_offset: number;
  readonly last_offset: number | null;
  readonly last_mark: number | null;
}

interface UserBatch {
  readonly id: number;
  readonly name: string;
  readonly isNew: boolean;
  readonly views: StoredView[];
}

type Retraction = Extract<OtherRecord, { kind: "retraction" }>;
type RepairRecord = Extract<OtherRecord, { kind: "repair" | "bad" }>;

/** Offsets `[from, to)` of a batch. */
interface Offsets {
  readonly from: number;
  readonly to: number;
}

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
  readonly #addMissing: StatementSync;
  readonly #forgetLast: StatementSync;
  readonly #addMoved: StatementSync;
  readonly #noteImport: StatementSync;
  readonly #retractions: Retractions;
  #headcount: Headcount = { users: 0, shows: 0 };
  #delta: Ledger = emptyLedger();
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
      `SELECT topic, partition, next_offset, last_offset, last_mark FROM positions`,
    );
    this.#setPosition = db.prepare(
      `INSERT INTO positions VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET next_offset = max(next_offset, excluded.next_offset),
        last_offset = coalesce(excluded.last_offset, last_offset),
        last_mark = coalesce(excluded.last_mark, last_mark)`,
    );
    this.#addMissing = db.prepare(
      `INSERT INTO missing VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET to_offset = max(to_offset, excluded.to_offset)`,
    );
    this.#forgetLast = db.prepare(
      `UPDATE positions SET last_offset = NULL, last_mark = NULL WHERE topic = ? AND partition = ?`,
    );
    this.#addMoved = db.prepare(
      `INSERT INTO meta VALUES ('moved', ?) ON CONFLICT DO UPDATE SET value = value + excluded.value`,
    );
    this.#noteImport = db.prepare(`INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?)`);
    this.#notes = new CommitNotes(thresholds);
    this.#retractions = new Retractions(db, {
      ...{ views: this.#views, ledger: this.#ledger, hours: this.#hours },
      quarantine: this.#quarantine,
    });
  }

  /** Where a partition goes on; null before its first batch. */
  positionOf(topic: string, partition: number): number | null {
    const row = this.#readPosition.get(topic, partition) as { next_offset: number } | undefined;
    return row?.next_offset ?? null;
  }

  /** Where each partition goes on that has had a batch. */
  positions(): readonly StorePosition[] {
    const rows = this.#readPositions.all() as unknown as PositionRow[];
    return rows.map(({ topic, partition, next_offset, last_offset, last_mark }) => ({
      ...{ topic, partition, nextOffset: next_offset },
      last: last_offset === null || last_mark === null
        ? null
        : { offset: last_offset, mark: last_mark },
    }));
  }

  /** Writes what the batches bring; records before a partition's position are skipped. */
  write(batches: readonly ReadBatch[]): Written {
    const notes = this.#notes = new CommitNotes(this.#thresholds);
    this.#headcount = { users: 0, shows: 0 };
    this.#delta = emptyLedger();
    this.#batches = new Map();
    for (const batch of batches) {
      const from = this.positionOf(batch.topic, batch.partition) ?? 0;
      if (batch.nextOffset <= from) continue; // it came twice
      notes.ingestTimeMs = Math.max(notes.ingestTimeMs, batch.ingestTimeMs);
      this.#takeBatch(batch, from);
      const { offset = null, mark = null } = batch.last ?? {};
      this.#setPosition.run(batch.topic, batch.partition, batch.nextOffset, offset, mark);
    }
    this.#writeTaken();
    if (notes.moved > 0) this.#addMoved.run(String(notes.moved));
    return { ...this.#headcount, ledger: this.#delta, notes };
  }

  /** Notes offsets that cannot be read any more, and goes on behind them. */
  skip({ topic, partition, from, to }: MissingOffsets, atMs: number): void {
    this.#addMissing.run(topic, partition, from, to, atMs);
    this.#setPosition.run(topic, partition, to, null, null);
    this.#forgetLast.run(topic, partition);
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

  /** Takes a batch; what it removes in its midst is removed from what came before. */
  #takeBatch(batch: ReadBatch, first: number): void {
    const topic = batch.topic === EVENTS_TOPIC ? EVENTS : QUARANTINE, { partition } = batch;
    let from = first;
    for (const record of batch.others) {
      if (record.kind !== "retraction" || record.offset < from) continue;
      this.#takePart(batch, topic, { from, to: record.offset });
      this.#writeTaken();
      this.#retract(record, topic, partition);
      from = record.offset + 1;
    }
    this.#takePart(batch, topic, { from, to: Infinity });
  }

  #takePart(batch: ReadBatch, topic: TopicNumber, part: Offsets): void {
    this.#takeViews(batch, part);
    for (const record of batch.others) {
      if (record.offset < part.from || record.offset >= part.to) continue;
      this.#takeOther(record, topic, batch.partition);
    }
  }

  /** Writes what was taken. */
  #writeTaken(): void {
    // In the order of the tables, so that neighbours lie on the same pages.
    for (const user of [...this.#batches.values()].sort((a, b) => a.id - b.id)) {
      this.#placeUser(user);
    }
    this.#batches = new Map();
    this.#flush();
  }

  #flush(): void {
    const { users, shows } = this.#views.flush();
    this.#headcount.users += users;
    this.#headcount.shows += shows;
    addTo(this.#delta, this.#ledger.flush());
    this.#hours.flush();
  }

  #retract(record: Retraction, topic: TopicNumber, partition: number): void {
    const part = { sourceId: this.#sources.idOf(record.source).id, topic, partition };
    const { removal, ingestTimeMs } = record;
    const delta = this.#retractions.apply(part, {
      ...{ removal, ingestTimeMs },
      onOutcome: (outcome) => this.#noteOutcome(outcome),
      flush: () => this.#flush(),
    });
    addTo(this.#delta, delta);
  }

  /** Texts are looked up once for each batch, and only those of records that count. */
  #takeViews({ partition, views }: ReadBatch, { from, to }: Offsets): void {
    const { users, shows, sources, labels, eventIds } = views;
    const batches = new Array<UserBatch | null>(users.texts.length).fill(null);
    const userOf = (code: number) => batches[code] ??= this.#userOf(users.texts[code]!);
    const showOf = cached(shows.texts, (name) => this.#showOf(name));
    const labelOf = cached(labels, (text) => this.#labelOf(text));
    const sourceOf = cached(sources.texts, (name) => this.#sources.idOf(name).id);
    for (let at = 0; at < views.length; at++) {
      const offset = views.offsets[at]!;
      if (offset < from || offset >= to) continue;
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

  #takeOther(record: OtherRecord, topic: TopicNumber, partition: number): void {
    if (record.kind === "retraction") return;
    if (record.kind === "import") return this.#takeImport(record, topic, partition);
    if (record.kind === "skip") return this.#skip(record, partition);
    if (record.repairs !== null && this.#repair(record.repairs, record, partition)) return;
    const place = { ...this.#placeOf(record, partition), topic };
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

  #takeImport(
    record: Extract<OtherRecord, { kind: "import" }>,
    topic: TopicNumber,
    partition: number,
  ): void {
    const place = { ...this.#placeOf(record, partition), topic };
    const { offset, readingVersion, excluded } = record;
    if (readingVersion !== null) {
      this.#noteImport.run(place.sourceId, partition, offset, readingVersion);
    }
    if (excluded === 0) return;
    this.#notes.read += excluded;
    this.#ledger.count(place, "excluded", excluded);
  }

  #placeOf({ source, ingestTimeMs }: ViewPlace, partition: number): LedgerPlace {
    return { sourceId: this.#sources.idOf(source).id, partition, ingestMs: ingestTimeMs };
  }

  /** A row that its keeper skips is open no more; it stays counted as quarantined. */
  #skip({ row, reason, source }: Extract<OtherRecord, { kind: "skip" }>, partition: number): void {
    const found = this.#quarantine.find(row);
    if (found === "replayed") return;
    const named = source === null ? null : this.#sources.idOf(source).id;
    const sourceId = named ?? found?.place.sourceId ?? null;
    const settler: Settler = {
      ...{ outcome: reason, isSkip: true, sourceId, topic: QUARANTINE, partition },
    };
    if (found !== null) this.#quarantine.settle(found.id, settler);
    else if ("key" in row) this.#quarantine.noteEarly(row.key, settler);
  }

  /**
   * A row that comes back moves from quarantined to accepted or duplicate, in the ledger of its source and its
   * hour; once, and only if it keeps the rules now. Answers whether that is all there is to the record.
   */
  #repair(name: RowName, record: RepairRecord, partition: number): boolean {
    const open = this.#quarantine.find(name);
    if (open === "replayed") return true;
    // A row that is broken still is counted as what it was, also if that is read later.
    if (record.kind === "bad") return open !== null || record.knowsPlace;
    const own = this.#placeOf(record, partition);
    const place = open === null || record.knowsPlace
      ? own
      : { ...own, sourceId: open.place.sourceId, ingestMs: open.place.ingestMs };
    const settler: Settler = {
      ...{ outcome: `${EVENTS_TOPIC}/${partition}@${record.offset}`, isSkip: false },
      ...{ sourceId: place.sourceId, topic: EVENTS, partition },
    };
    if (open === null) {
      return "key" in name && !this.#quarantine.noteEarly(name.key, settler);
    }
    this.#ledger.count(open.place, "quarantined", -1);
    this.#ledger.countReason(open.place, open.rule, -1);
    this.#quarantine.settle(open.id, settler);
    this.#collect(record.view, record.offset, place);
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
    const outcome = this.#views.add(id, views, isNew), { added, removed, duplicates } = outcome;
    this.#noteOutcome(outcome);
    for (const placed of added) {
      ledger.count(placed.view, "accepted");
      notes.show(name, placed, this.#views.runtimeOf(placed.view));
    }
    for (const placed of removed) {
      ledger.count(placed.view, "accepted", -1);
      ledger.count(placed.view, "duplicate");
    }
    for (const view of duplicates) ledger.count(view, "duplicate");
    if (added.some(({ view }) => wasWatching(view))) notes.users.push(name);
  }

  #noteOutcome({ added, removed, changed }: UserOutcome): void {
    const notes = this.#notes;
    for (const placed of added) {
      this.#hours.count(placed.view, 1);
      notes.count(placed, 1);
    }
    notes.moved += countMoved(removed, added);
    for (const placed of removed) {
      this.#hours.count(placed.view, -1);
      notes.count(placed, -1);
    }
    for (const { before, after } of changed) notes.recount(before, after);
  }
}

function addTo(sum: Ledger, delta: Ledger): void {
  for (const name of Object.keys(delta) as (keyof Ledger)[]) sum[name] += delta[name];
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
  return startMs + minutes * MINUTE_MS >= ingestMs - ACTIVE_WITHIN_MS;
}
