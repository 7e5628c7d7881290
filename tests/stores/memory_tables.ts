// The store's tables as plain lists and maps: what an adapter has to answer and write, in the slowest and plainest
// way. A write that no database would take throws.

import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import { SPARSE_COLUMNS } from "../../domain/columns.ts";
import { weekOf } from "../../store/core/buckets.ts";
import { duplicateKey } from "../../store/core/keep_one.ts";
import { EVENTS, type LedgerPlace, type SourcePart } from "../../store/core/ledger_changes.ts";
import type {
  EarlySettler,
  QuarantineChanges,
  QuarantineRow,
} from "../../store/core/quarantine_book.ts";
import { leavesWith } from "../../store/core/shadow_views.ts";
import type {
  ImportNote,
  RemovalNote,
  Shadow,
  ShowFacts,
  StoreChanges,
  UserChange,
  UserOutcome,
} from "../../store/core/store_changes.ts";
import type {
  AskOf,
  Numbered,
  StoreTables,
  Texts,
  Written,
} from "../../store/core/store_tables.ts";
import type { StoredNames } from "../../store/core/stored_names.ts";
import {
  EMPTY_LABEL,
  NO_LABEL,
  type PlacedView,
  type StoredView,
} from "../../store/core/stored_view.ts";
import type { StorePosition } from "../../store/port.ts";

/** A view of a user. */
export interface UserView {
  readonly userId: number;
  readonly placed: PlacedView;
}

/** Numbers that are added up, by the names of what they are about. */
export type SumsByName = Map<string, number[]>;

/** What is kept of a user. */
export interface KeptUser {
  accepted: number;
  qualified: number;
  minuteUnits: number;
  firstQualifiedMs: number | null;
  lastMs: number | null;
  readonly shows: Set<number>;
  readonly weeks: Set<number>;
}

/** A quarantined row with its text. */
export interface KeptRow extends QuarantineRow {
  readonly raw: string;
  readonly reasons: unknown;
}

/** All rows; plain data, so that a transaction that fails can be taken back. */
export function emptyRows() {
  return {
    texts: { users: new Map(), shows: new Map(), labels: new Map(), sources: new Map() } as {
      readonly [kind in keyof Texts]: Map<number, string>;
    },
    facts: new Map<number, ShowFacts>(),
    views: [] as UserView[],
    shadows: [] as Shadow[],
    users: new Map<number, KeptUser>(),
    shows: new Map<number, { accepted: number; users: number }>(),
    /** By scope, level, id and bucket. */
    cells: new Map() as SumsByName,
    /** By scope, id, bucket, kind and bin. */
    bins: new Map() as SumsByName,
    /** By cohort and week. */
    retention: new Map() as SumsByName,
    /** By hour of ingest. */
    hours: new Map() as SumsByName,
    /** By source, topic, partition and hour. */
    ledger: new Map() as SumsByName,
    /** By source, hour and rule. */
    reasons: new Map() as SumsByName,
    quarantine: [] as KeptRow[],
    lastRow: 0,
    early: [] as EarlySettler[],
    imports: [] as ImportNote[],
    removals: [] as RemovalNote[],
    positions: [] as StorePosition[],
    moved: 0,
  };
}

export type MemoryRows = ReturnType<typeof emptyRows>;

/** Adapter over rows in memory; its ids are taken from the texts, as writers do that know nothing of each other. */
export class MemoryTables implements StoreTables, StoredNames {
  rows: MemoryRows = emptyRows();

  showOf(id: number): string {
    return this.rows.texts.shows.get(id)!;
  }

  labelOf(id: number): string | null {
    if (id === NO_LABEL) return null;
    return id === EMPTY_LABEL ? "" : this.rows.texts.labels.get(id)!;
  }

  positionsOf(parts: AskOf<"positionsOf">) {
    return parts.map((part) =>
      this.rows.positions.find((position) => isSamePartition(position, part))?.nextOffset ?? null
    );
  }

  idsOf(texts: Texts) {
    const number = (kind: keyof Texts): Numbered => {
      const known = this.rows.texts[kind], made = new Set<number>();
      assert.equal(new Set(texts[kind]).size, texts[kind].length, "each text is asked for once");
      const ids = texts[kind].map((text) => {
        let id = 1 + crc32(text);
        while (known.has(id) && known.get(id) !== text) id += 2 ** 32;
        if (!known.has(id)) made.add(id);
        known.set(id, text);
        return id;
      });
      return { ids, made };
    };
    return {
      ...{ users: number("users"), shows: number("shows") },
      ...{ labels: number("labels"), sources: number("sources") },
    };
  }

  runtimesOf(shows: AskOf<"runtimesOf">) {
    return new Map([...shows].map((showId) => {
      const { runtime = null, episodes = [] } = this.rows.facts.get(showId) ?? {};
      return [showId, { show: runtime, episodes: new Map(episodes) }];
    }));
  }

  viewsByEvent(asks: AskOf<"viewsByEvent">) {
    return asks.map(({ userId, eventId }) =>
      this.#viewsOf(userId).find(({ view }) => view.eventId === eventId) ?? null
    );
  }

  /** All views of a user are those that may share a sitting, and more. */
  windowsOf({ windows }: AskOf<"windowsOf">) {
    return windows.map(({ userId }) => ({ views: this.#viewsOf(userId), isToEnd: true }));
  }

  shadowedBy(asks: AskOf<"shadowedBy">) {
    return asks.map((ask) =>
      this.rows.shadows
        .filter(({ userId, view }) => userId === ask.userId && duplicateKey(view) === ask.key)
        .map(({ view }) => view)
    );
  }

  statesOf(userIds: AskOf<"statesOf">) {
    return userIds.map((userId) => this.rows.users.get(userId) ?? emptyUser());
  }

  remainsOf({ users, qualifiedMinutes }: AskOf<"remainsOf">) {
    return users.map(({ userId, shows, weeks }) => {
      const views = this.#viewsOf(userId).map(({ view }) => view);
      const qualified = views.filter(({ minutes }) => minutes >= qualifiedMinutes);
      return {
        firstQualifiedMs: qualified[0]?.startMs ?? null,
        lastMs: views.at(-1)?.startMs ?? null,
        shows: new Set(shows.filter((show) => views.some(({ showId }) => showId === show))),
        weeks: new Set(
          weeks.filter((week) => qualified.some(({ startMs }) => weekOf(startMs) === week)),
        ),
      };
    });
  }

  quarantined({ keys, ids }: AskOf<"quarantined">) {
    return {
      rows: this.rows.quarantine.filter(({ id, key }) => keys.includes(key) || ids.includes(id)),
      early: this.rows.early.filter(({ key }) => keys.includes(key)),
      nextId: this.rows.lastRow + 1,
    };
  }

  /** One user after the other. */
  viewsOf({ part, after }: AskOf<"viewsOf">) {
    const views = this.rows.views.filter(({ userId, placed: { view } }) =>
      userId > after && view.sourceId === part.sourceId && view.partition === part.partition
    );
    if (views.length === 0) return [];
    const userId = Math.min(...views.map((view) => view.userId));
    const own = views.filter((view) => view.userId === userId).map(({ placed }) => placed);
    return [{ userId, views: own.sort(byStart) }];
  }

  quarantineOf(part: SourcePart) {
    const { quarantine, early } = this.rows;
    const isBy = (settler: Partial<SourcePart> | null) => settler !== null && isPart(settler, part);
    return {
      rows: quarantine.filter(({ place }) => isPart(place, part)),
      settled: quarantine.filter(({ settler }) => isBy(settler as Partial<SourcePart> | null)),
      early: early.filter(({ settler }) => isBy(settler as Partial<SourcePart>)),
    };
  }

  ledgerOf(part: SourcePart) {
    const sum = [0, 0, 0, 0];
    for (const [name, counts] of this.rows.ledger) {
      if (isOfPart(name, part)) counts.forEach((count, at) => sum[at] = sum[at]! + count);
    }
    const [accepted, duplicate, quarantined, excluded] = sum as [number, number, number, number];
    const read = accepted + duplicate + quarantined + excluded;
    return { read, accepted, duplicate, quarantined, excluded };
  }

  write(changes: StoreChanges): Written {
    const { rows } = this;
    for (const facts of changes.facts ?? []) rows.facts.set(facts.showId, facts);
    for (const outcome of changes.views ?? []) this.#writeViews(outcome);
    this.#writeShadows(changes);
    for (const change of changes.users ?? []) this.#writeUser(change);
    const shows = this.#writeShows(changes);
    this.#writeSums(changes);
    if (changes.quarantine !== undefined) this.#writeQuarantine(changes.quarantine);
    rows.imports.push(...changes.imports ?? []);
    const { forgetImports, moved = 0 } = changes;
    if (forgetImports !== undefined) {
      rows.imports = rows.imports.filter((note) =>
        note.sourceId !== forgetImports.sourceId || note.partition !== forgetImports.partition
      );
    }
    for (const note of changes.removals ?? []) {
      rows.removals = rows.removals.filter((other) =>
        other.removal !== note.removal || other.topic !== note.topic ||
        other.partition !== note.partition
      );
      rows.removals.push(note);
    }
    this.#move(changes);
    rows.moved += moved;
    return { shows };
  }

  #viewsOf(userId: number): PlacedView[] {
    return this.rows.views.filter((view) => view.userId === userId).map(({ placed }) => placed)
      .sort(byStart);
  }

  #writeViews({ userId, added, removed, changed }: UserOutcome): void {
    const take = ({ view }: PlacedView) => {
      const at = this.rows.views.findIndex((other) =>
        other.userId === userId && storedKey(other.placed.view) === storedKey(view)
      );
      assert.ok(at >= 0, "a view that goes is there");
      this.rows.views.splice(at, 1);
    };
    for (const placed of removed) take(placed);
    for (const { before } of changed) take(before);
    for (const placed of [...changed.map(({ after }) => after), ...added]) {
      for (const { view } of this.#viewsOf(userId)) {
        assert.notEqual(storedKey(view), storedKey(placed.view), "two views have one key");
        assert.ok(view.eventId === "" || view.eventId !== placed.view.eventId, "two have one id");
      }
      this.rows.views.push({ userId, placed });
    }
  }

  #writeShadows({ shadows, forgetShadows }: StoreChanges): void {
    const isSame = (a: Shadow, b: Shadow) =>
      a.userId === b.userId && duplicateKey(a.view) === duplicateKey(b.view) &&
      leavesWith(a.view, b.view);
    const { dropped = [], kept = [] } = shadows ?? {};
    for (const shadow of [...dropped, ...kept]) {
      this.rows.shadows = this.rows.shadows.filter((other) => !isSame(shadow, other));
    }
    this.rows.shadows.push(...kept);
    if (forgetShadows === undefined) return;
    this.rows.shadows = this.rows.shadows.filter(({ view }) =>
      view.sourceId !== forgetShadows.sourceId || view.partition !== forgetShadows.partition
    );
  }

  #writeUser(change: UserChange): void {
    const { users } = this.rows, user = users.get(change.userId) ?? emptyUser();
    assert.ok(!change.isNew || user.accepted === 0);
    users.set(change.userId, user);
    user.accepted += change.accepted;
    user.qualified += change.qualified;
    user.minuteUnits += change.minuteUnits;
    user.firstQualifiedMs = change.firstQualifiedMs;
    user.lastMs = change.lastMs;
    for (const show of change.droppedShows) assert.ok(user.shows.delete(show));
    for (const week of change.droppedWeeks) assert.ok(user.weeks.delete(week));
    for (const show of change.addedShows) {
      assert.ok(!user.shows.has(show));
      user.shows.add(show);
    }
    for (const week of change.addedWeeks) {
      assert.ok(!user.weeks.has(week));
      user.weeks.add(week);
    }
  }

  #writeShows({ shows = new Map() }: StoreChanges): number {
    let count = 0;
    for (const [showId, { accepted, users }] of shows) {
      const show = this.rows.shows.get(showId) ?? { accepted: 0, users: 0 };
      this.rows.shows.set(showId, show);
      count += Number(show.accepted + accepted > 0) - Number(show.accepted > 0);
      show.accepted += accepted;
      show.users += users;
    }
    return count;
  }

  #writeSums({ retention, rollups, hours, ledger, forgetLedger }: StoreChanges): void {
    const { rows } = this;
    for (const { cohort, week, users } of retention ?? []) {
      add(rows.retention, [cohort, week], [users]);
    }
    for (const { level, cells } of rollups?.levels() ?? []) {
      for (const { scope, id, bucket, ...sums } of cells.all()) {
        const counts = [sums.accepted, sums.qualified, sums.binge, sums.rated, sums.minuteUnits];
        const rates = [sums.completionUnits, sums.engagementUnits];
        add(rows.cells, [scope, level, id, bucket], [...counts, ...rates]);
      }
    }
    for (const [{ scope, id, bucket, kind, bin }, views] of rollups?.bins() ?? []) {
      add(rows.bins, [scope, id, bucket, kind, bin], [views]);
    }
    for (const [hour, sums] of hours?.all() ?? []) {
      const { accepted, qualified, minuteMicros, without } = sums;
      const missing = SPARSE_COLUMNS.map((name) => without[name]);
      add(rows.hours, [hour], [accepted, qualified, minuteMicros, ...missing]);
    }
    for (const { place, hour, ...counts } of ledger?.cells() ?? []) {
      const { accepted, duplicate, quarantined, excluded } = counts;
      const { sourceId, topic = EVENTS, partition } = place;
      const name = [sourceId, topic, partition, hour];
      add(rows.ledger, name, [accepted, duplicate, quarantined, excluded]);
    }
    for (const { sourceId, hour, rule, rows: count } of ledger?.reasons() ?? []) {
      add(rows.reasons, [sourceId, hour, rule], [count]);
    }
    if (forgetLedger === undefined) return;
    for (const name of [...rows.ledger.keys()]) {
      if (isOfPart(name, forgetLedger)) rows.ledger.delete(name);
    }
  }

  #writeQuarantine(changes: QuarantineChanges): void {
    const { rows } = this, { droppedEarly, reopened, dropped, added, settled, early } = changes;
    const settle = (ids: readonly number[], settler: QuarantineRow["settler"]) => {
      rows.quarantine = rows.quarantine.map((row) =>
        ids.includes(row.id) ? { ...row, settler } : row
      );
    };
    rows.early = rows.early.filter(({ key }) => !droppedEarly.includes(key));
    settle(reopened, null);
    rows.quarantine = rows.quarantine.filter(({ id }) => !dropped.includes(id));
    for (const { row, ...entry } of added) {
      const isNew = rows.quarantine.every(({ id, key }) => id !== entry.id && key !== entry.key);
      assert.ok(isNew, "a row comes once");
      const { raw, reasons } = row;
      rows.quarantine.push({ ...entry, rule: reasons[0]!.rule, raw, reasons });
      rows.lastRow = Math.max(rows.lastRow, entry.id);
    }
    for (const { id, settler } of settled) settle([id], settler);
    for (const one of early) {
      if (rows.early.every(({ key }) => key !== one.key)) rows.early.push(one);
    }
  }

  #move({ positions = [] }: StoreChanges): void {
    for (const { from, ...position } of positions) {
      const { rows } = this;
      const before = rows.positions.find((other) => isSamePartition(other, position));
      assert.ok(Number.isInteger(position.nextOffset));
      assert.equal(before?.nextOffset ?? null, from, "nobody else moved it");
      rows.positions = rows.positions.filter((other) => other !== before);
      rows.positions.push({ ...position, last: position.last ?? before?.last ?? null });
    }
  }
}

/** Adds numbers to a row, which goes when all of them are 0. */
function add(sums: SumsByName, name: readonly unknown[], numbers: readonly number[]): void {
  const key = JSON.stringify(name), before = sums.get(key);
  const after = numbers.map((number, at) => number + (before?.[at] ?? 0));
  if (after.every((number) => number === 0)) sums.delete(key);
  else sums.set(key, after);
}

function emptyUser(): KeptUser {
  return {
    ...{ accepted: 0, qualified: 0, minuteUnits: 0, firstQualifiedMs: null, lastMs: null },
    ...{ shows: new Set(), weeks: new Set() },
  };
}

function storedKey({ startMs, showId, episodeId, minutes, eventId }: StoredView): string {
  return JSON.stringify([startMs, showId, episodeId, minutes, eventId]);
}

function byStart(a: PlacedView, b: PlacedView): number {
  return a.view.startMs - b.view.startMs;
}

function isSamePartition(a: PartitionName, b: PartitionName): boolean {
  return a.topic === b.topic && a.partition === b.partition;
}

interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

function isPart(place: Partial<LedgerPlace>, { sourceId, topic, partition }: SourcePart): boolean {
  return place.sourceId === sourceId && (place.topic ?? EVENTS) === topic &&
    place.partition === partition;
}

/** Whether a name of the ledger's is of a part. */
function isOfPart(name: string, { sourceId, topic, partition }: SourcePart): boolean {
  const [source, ofTopic, ofPartition] = JSON.parse(name);
  return source === sourceId && ofTopic === topic && ofPartition === partition;
}
