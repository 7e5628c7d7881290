// Takes the records of a batch that are no plain views: quarantined rows, repairs, skips, and what is told of imports.

import { SPARSE_COLUMNS } from "../../domain/columns.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import type { View } from "../../domain/view.ts";
import type { Commit } from "./commit.ts";
import { introduceShows } from "./introduce_shows.ts";
import { EVENTS, type LedgerPlace, QUARANTINE, type TopicNumber } from "./ledger_changes.ts";
import { QuarantineBook, quarantineKey, type RowName, type Settler } from "./quarantine_book.ts";
import type { OtherRecord } from "./read_batch.ts";
import type { CatalogShow } from "../../domain/store_catalog.ts";
import type { ImportNote } from "./store_changes.ts";
import { ask, type Steps } from "./store_tables.ts";
import { dimensionIds, EMPTY_LABEL, NO_LABEL } from "./stored_view.ts";

type Kind<Name extends OtherRecord["kind"]> = Extract<OtherRecord, { readonly kind: Name }>;

/** A repaired row's view, and where it counts. */
interface Repaired {
  readonly view: View;
  readonly offset: number;
  readonly place: LedgerPlace;
}

/** Takes records of one partition; none of them is a retraction. */
export function* takeOthers(
  records: readonly OtherRecord[],
  at: { readonly topic: TopicNumber; readonly partition: number },
  { commit, catalog }: {
    readonly commit: Commit;
    readonly catalog: ReadonlyMap<string, CatalogShow>;
  },
): Steps<void> {
  const sources = sourcesOf(records);
  const numbered = yield* ask("idsOf", { users: [], shows: [], labels: [], sources });
  const sourceIds = new Map(sources.map((source, at) => [source, numbered.sources.ids[at]!]));
  const keys = new Map<OtherRecord, string>();
  for (const record of records) {
    if (record.kind === "bad") keys.set(record, quarantineKey(record.row));
  }
  const book = new QuarantineBook(yield* ask("quarantined", namedRows(records, keys)));
  const taking = new OthersTaking(at, { commit, book, sourceIds, keys });
  for (const record of records) taking.take(record);
  yield* ask("write", { quarantine: book.changes, imports: taking.imports });
  if (taking.repaired.length > 0) yield* collect(taking.repaired, commit, catalog);
}

function sourcesOf(records: readonly OtherRecord[]): string[] {
  const sources = new Set<string>();
  for (const { source } of records) if (source !== null) sources.add(source);
  return [...sources];
}

function namedRows(records: readonly OtherRecord[], keysOfRows: Map<OtherRecord, string>) {
  const keys = new Set(keysOfRows.values()), ids = new Set<number>();
  const name = (row: RowName) => void ("key" in row ? keys.add(row.key) : ids.add(row.id));
  for (const record of records) {
    if (record.kind === "skip") name(record.row);
    else if ((record.kind === "repair" || record.kind === "bad") && record.repairs !== null) {
      name(record.repairs);
    }
  }
  return { keys: [...keys], ids: [...ids] };
}

/** What records of one partition come to, one after the other. */
class OthersTaking {
  readonly imports: ImportNote[] = [];
  readonly repaired: Repaired[] = [];
  readonly #topic: TopicNumber;
  readonly #partition: number;
  readonly #commit: Commit;
  readonly #book: QuarantineBook;
  readonly #sourceIds: ReadonlyMap<string, number>;
  readonly #keys: ReadonlyMap<OtherRecord, string>;

  constructor(
    { topic, partition }: { readonly topic: TopicNumber; readonly partition: number },
    { commit, book, sourceIds, keys }: {
      readonly commit: Commit;
      readonly book: QuarantineBook;
      readonly sourceIds: ReadonlyMap<string, number>;
      /** Of quarantined rows. */
      readonly keys: ReadonlyMap<OtherRecord, string>;
    },
  ) {
    this.#topic = topic;
    this.#partition = partition;
    this.#commit = commit;
    this.#book = book;
    this.#sourceIds = sourceIds;
    this.#keys = keys;
  }

  take(record: OtherRecord): void {
    switch (record.kind) {
      case "retraction":
        return;
      case "import":
        return this.#import(record);
      case "skip":
        return this.#skip(record);
      case "repair":
        return this.#repair(record);
      case "bad":
        return this.#bad(record);
      default:
        return record satisfies never;
    }
  }

  #import(record: Kind<"import">): void {
    const { offset, readingVersion, excluded } = record, place = this.#placeOf(record);
    if (readingVersion !== null) {
      const { sourceId, partition } = place;
      this.imports.push({ sourceId, partition, offset, readingVersion });
    }
    if (excluded === 0) return;
    this.#commit.notes.read += excluded;
    this.#commit.ledger.count(place, "excluded", excluded);
  }

  /** A row that its keeper skips is open no more; it stays counted as quarantined. */
  #skip({ row, reason, source }: Kind<"skip">): void {
    const found = this.#book.find(row);
    if (found === "settled") return;
    const named = source === null ? null : this.#sourceIds.get(source)!;
    const settler: Settler = {
      ...{ outcome: reason, isSkip: true, sourceId: named ?? found?.place.sourceId ?? null },
      ...{ topic: QUARANTINE, partition: this.#partition },
    };
    if (found !== null) this.#book.settle(found, settler);
    else if ("key" in row) this.#book.noteEarly(row.key, settler);
  }

  /**
   * A row that comes back moves from quarantined to accepted or duplicate, in the ledger of its source and its
   * hour; once, and only if it keeps the rules now.
   */
  #repair(record: Kind<"repair">): void {
    const { repairs: name, knowsPlace, view, offset } = record;
    const open = this.#book.find(name), { ledger } = this.#commit;
    if (open === "settled") return;
    const own = this.#placeOf(record);
    const place = open === null || knowsPlace
      ? own
      : { ...own, sourceId: open.place.sourceId, ingestMs: open.place.ingestMs };
    const settler: Settler = {
      outcome: `${EVENTS_TOPIC}/${this.#partition}@${offset}`,
      ...{ isSkip: false, sourceId: place.sourceId, topic: EVENTS, partition: this.#partition },
    };
    if (open === null) {
      // Whoever comes second finds the row settled before it is read.
      if ("key" in name && !this.#book.noteEarly(name.key, settler)) return;
      this.#commit.notes.read++;
      this.repaired.push({ view, offset, place: { ...place, topic: this.#topic } });
      return;
    }
    ledger.count(open.place, "quarantined", -1);
    ledger.countReason(open.place, open.rule, -1);
    this.#book.settle(open, settler);
    this.repaired.push({ view, offset, place });
  }

  #bad(record: Kind<"bad">): void {
    const { row, repairs, knowsPlace } = record, { ledger, notes } = this.#commit;
    if (repairs !== null) {
      const open = this.#book.find(repairs);
      // A row that is broken still is counted as what it was, also if that is read later.
      if (open !== null || knowsPlace) return;
    }
    const place = { ...this.#placeOf(record), topic: this.#topic };
    const outcome = this.#book.add(row, this.#keys.get(record)!, place);
    if (outcome === "repaired") return; // counted when its repair came
    notes.read++;
    if (outcome === "known") return ledger.count(place, "duplicate");
    ledger.count(place, "quarantined");
    ledger.countReason(place, row.reasons[0]!.rule);
    notes.quarantined.push(row);
  }

  #placeOf({ source, ingestTimeMs }: { source: string; ingestTimeMs: number }): LedgerPlace {
    const sourceId = this.#sourceIds.get(source)!;
    return { sourceId, partition: this.#partition, ingestMs: ingestTimeMs };
  }
}

/** Adds repaired rows' views to their users. */
function* collect(
  repaired: readonly Repaired[],
  commit: Commit,
  catalog: ReadonlyMap<string, CatalogShow>,
): Steps<void> {
  const users = new Set<string>(), shows = new Set<string>(), labels = new Set<string>();
  for (const { view } of repaired) {
    users.add(view.userId);
    shows.add(view.showName);
    for (const name of SPARSE_COLUMNS) if (view[name]) labels.add(view[name]);
  }
  const texts = { users: [...users], shows: [...shows], labels: [...labels], sources: [] };
  const ids = yield* ask("idsOf", texts);
  yield* introduceShows(texts.shows, ids.shows, catalog);
  const userIds = new Map(texts.users.map((user, at) => [user, ids.users.ids[at]!]));
  const showIds = new Map(texts.shows.map((show, at) => [show, ids.shows.ids[at]!]));
  const labelIds = new Map(texts.labels.map((label, at) => [label, ids.labels.ids[at]!]));
  const labelOf = (text: string | null) =>
    text === null ? NO_LABEL : text === "" ? EMPTY_LABEL : labelIds.get(text)!;
  for (const { view, offset, place } of repaired) {
    const userId = userIds.get(view.userId)!;
    commit.user(userId, view.userId, ids.users.made.has(userId)).views.push({
      ...dimensionIds((name) => labelOf(view[name])),
      startMs: view.startMs,
      showId: showIds.get(view.showName)!,
      episodeId: labelOf(view.episode),
      minutes: view.watchMinutes,
      eventId: view.eventId ?? "",
      ingestMs: place.ingestMs,
      sourceId: place.sourceId,
      partition: place.partition,
      offset,
    });
  }
}
