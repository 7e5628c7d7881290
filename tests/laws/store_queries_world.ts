// Stores of random views for the laws of the queries: few names, starts close together and far apart.

import { forDimensions } from "../../domain/columns.ts";
import fc from "fast-check";
import type { SeriesGrain } from "../../domain/answers.ts";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import type { LogBatch } from "../../log/port.ts";
import { openQueries, type SqliteQueries } from "../../store/sqlite/queries.ts";
import { Store } from "../../store/sqlite/write/store.ts";
import type { StoreCatalog } from "../../domain/store_catalog.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";

export const THRESHOLDS = DEFAULT_THRESHOLDS;
const HOUR_MS = 3_600_000, DAY_MS = 24 * HOUR_MS;
/** Ingest times begin here. */
export const INGEST_MS = Date.UTC(2031, 0, 1, 0, 30);

/** Nights in which clocks are changed, borders of rollups, and quiet days. */
const ANCHORS = [
  ...["2024-03-31T00:00Z", "2024-10-27T00:00Z", "2024-04-06T15:00Z", "2018-02-18T02:00Z"],
  ...["2018-11-04T03:00Z", "2011-12-30T10:00Z", "2024-02-29T00:00Z", "1970-01-01T00:00Z"],
  ...["2025-01-01T00:00Z", "1986-11-11T00:00Z"],
].map((text) => Date.parse(text));

/** UTC, whole hours, half and quarter hours, half-hour changes, midnight changes, a day left out. */
export const ZONES = [
  ...["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu"],
  ...["Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia"],
];

const USERS = ["u1", "u2", "u10", "U1", "\uFB01", "\u{1F600}", "a\0b"];
const SHOWS = ["Dark", "dark", "Da", "Ärger", "\uFB01lm", "Lost\u0001"];
const optional = fc.constantFrom(undefined, undefined, "e1", "e2", "e3", "DE");

const step = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -40, max: 40 }).map((n) => n * 600_000) },
  { weight: 2, arbitrary: fc.integer({ min: -40, max: 40 }).map((n) => n * DAY_MS) },
  { weight: 1, arbitrary: fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0, 1, HOUR_MS, 32 * DAY_MS, 500 * DAY_MS) },
);
/** An instant near one of the anchors. */
export const instant = (anchors: readonly number[]) =>
  fc.tuple(fc.constantFrom(...anchors), step, fc.constantFrom(0, 0, 900_000, 1, -1))
    .map(([anchor, step, slip]) => anchor + step + slip);

const viewRow = (anchors: readonly number[]) =>
  fc.record({
    user_id: fc.constantFrom(...USERS, "u1", "u2", "u1"),
    show_name: fc.constantFrom(...SHOWS, "Dark", "Dark"),
    watch_duration_minutes: fc.constantFrom(0.5, 1.9999, 2, 5, 12.3, 30, 45.5, 60, 300, 1440),
    watch_date: instant(anchors).map((ms) => new Date(ms).toISOString()),
    event_id: fc.constantFrom(undefined, undefined, undefined, "x1", "x2", "x\0"),
    episode: fc.oneof(optional, fc.constantFrom("", null)),
    ...forDimensions(() => optional),
  });
const badRow = fc.constantFrom<Record<string, unknown>>(
  { user_id: "bad", show_name: "Dark", watch_duration_minutes: 5, watch_date: "2024-02-30" },
  { user_id: "", show_name: "Never", watch_duration_minutes: -5, watch_date: "2024-02-20" },
  { user_id: "u1\0", show_name: "Dark", watch_duration_minutes: "Ten", watch_date: "2024-02-20" },
);

/** One commit: its rows, where they came from, and when, in half hours after the first. */
export interface Commit {
  readonly rows: readonly Record<string, unknown>[];
  readonly source: string | undefined;
  readonly partition: number;
  readonly halfHours: number;
  /** A source that leaves the partition behind the rows. */
  readonly removes: string | null;
}

/** What a store holds, and what is asked of it. */
export interface World {
  readonly commits: readonly Commit[];
  readonly catalog: StoreCatalog;
  readonly anchors: readonly number[];
}

const commit = (anchors: readonly number[]): fc.Arbitrary<Commit> =>
  fc.record({
    rows: fc.array(
      fc.oneof(
        { weight: 12, arbitrary: viewRow(anchors) as fc.Arbitrary<Record<string, unknown>> },
        { weight: 1, arbitrary: badRow },
      ),
      { maxLength: 25, size: "max" },
    ),
    source: fc.constantFrom(undefined, "http", "file\0.csv"),
    partition: fc.integer({ min: 0, max: 1 }),
    halfHours: fc.integer({ min: 0, max: 5 }),
    removes: fc.constantFrom(null, null, null, null, null, EVENTS_TOPIC, "http", "file\0.csv"),
  });

/** The commits without the rows that were removed, in the order of the log. */
export function standing(commits: readonly Commit[]): Commit[] {
  return commits.map((commit, at) => {
    const leaves = commits.slice(at).some(({ removes, partition }) =>
      removes === (commit.source ?? EVENTS_TOPIC) && partition === commit.partition
    );
    return leaves ? { ...commit, rows: [] } : commit;
  });
}

const catalog: fc.Arbitrary<StoreCatalog> = fc.uniqueArray(fc.constantFrom(...SHOWS)).chain(
  (names) =>
    fc.tuple(...names.map((show_name) =>
      fc.record({
        show_name: fc.constant(show_name),
        runtime_minutes: fc.constantFrom(null, 5, 33.3, 60),
        inferred: fc.constant(false),
        genre: fc.constantFrom(null, "Drama"),
        episodes: fc.constantFrom<Record<string, number>>({}, {}, { e1: 7, e9: 3 }),
      })
    )).map((shows) => ({ version: JSON.stringify(shows), shows })),
);

/** A store and its life. */
export const world: fc.Arbitrary<World> = fc.uniqueArray(fc.constantFrom(...ANCHORS), {
  minLength: 1,
  maxLength: 3,
}).chain((anchors) =>
  fc.record({
    commits: fc.array(commit(anchors), { maxLength: 6 }),
    catalog,
    anchors: fc.constant(anchors),
  })
);

/** A range near the anchors; open, upside down and empty ones too. */
export const range = (anchors: readonly number[]) =>
  fc.record({
    from: fc.option(instant(anchors), { freq: 3 }),
    to: fc.option(instant(anchors), { freq: 3 }),
  });

/** Names that are there and some that are not; null takes all. */
export const filter = fc.record({
  show: fc.constantFrom(null, null, ...SHOWS, "Never"),
  country: fc.constantFrom(null, null, null, "DE", "e1", ""),
  device: fc.constantFrom(null, null, null, "e2", "nothing"),
});

export const grain = fc.constantFrom<SeriesGrain>(
  ...["minute", "quarter_hour", "hour", "day", "week", "month"] as const,
);

/** A store that commits come to one by one, and the queries that were opened before the first. */
export function openWorld({ catalog }: World): Disposable & {
  readonly queries: SqliteQueries;
  apply(commit: Commit): void;
} {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  const store = Store.open(path, { thresholds: THRESHOLDS, catalog }), queries = openQueries(path);
  const nextOffsets = [0, 0];
  return {
    queries,
    apply({ rows, source, partition, halfHours, removes }) {
      const recordOf = (row: unknown, headers: Readonly<Record<string, string>>) => ({
        ...{ offset: nextOffsets[partition]!++, key: "", headers },
        value: new TextEncoder().encode(JSON.stringify(row)),
        ingestTimeMs: INGEST_MS + halfHours * HOUR_MS / 2,
      });
      const records = rows.map((row) => recordOf(row, source === undefined ? {} : { source }));
      if (removes !== null) {
        const removal = `removal ${nextOffsets[partition]}`;
        records.push(recordOf({}, { kind: "retract", source: removes, removal }));
      }
      const nextOffset = nextOffsets[partition]!, topic = EVENTS_TOPIC;
      const batch: LogBatch = { topic, partition, records, nextOffset, endOffset: nextOffset };
      store.apply([batch]);
    },
    [Symbol.dispose]() {
      queries.close();
      store.close();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}
