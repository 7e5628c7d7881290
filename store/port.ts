// The store as the rest of Playhead sees it: what is asked for, what is written, what it answers.

import type { FilterColumn } from "../domain/columns.ts";
import type {
  Breakdown,
  BreakdownBy,
  Distributions,
  Heatmap,
  LedgerAnswer,
  LedgerHours,
  Overview,
  QualityAnswer,
  QuarantineList,
  Retention,
  SeriesGrain,
  ShowDetail,
  ShowList,
  SittingList,
  TimeSeries,
  UserDetail,
  UserList,
  ViewAnswer,
} from "../domain/answers.ts";
import { type SeriesMetric, SHOW_METRICS } from "../domain/metrics.ts";
import type { IngestWindow } from "../domain/ingest_window.ts";
import type { RunAnswer, RunReport } from "../domain/report.ts";
import type { EnrichedView, View } from "../domain/view.ts";
import type { Applied } from "./core/applied.ts";
import type { ReadBatch } from "./core/read_batch.ts";
import type { RecordMark } from "./core/record_mark.ts";

/** Event times `[from, to)` in milliseconds; null is open. */
export interface EventRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** Which views, by names; absent and null take all. */
export interface NamedFilter extends Readonly<Partial<Record<FilterColumn, string | null>>> {
  readonly show?: string | null;
  /** Hour of the week in which views start, by the clocks of `tz`: 0 is Monday 0:00. */
  readonly hour?: number | null;
  readonly tz?: string;
}

/** A page of a list. */
export interface PageOptions {
  readonly limit: number;
  /** The `next_cursor` of the page before; null for the first one. */
  readonly cursor: string | null;
}

/** Views of a period that fit. */
export interface ViewOptions extends EventRange, NamedFilter {}

/** Points that one answer may have. */
export const MAX_POINTS = 20_000;

/** A metric over time. */
export interface TimeSeriesOptions extends ViewOptions {
  readonly metric: SeriesMetric;
  /** Null takes days, or the finest grain beyond with no more than {@link MAX_POINTS}. */
  readonly grain: SeriesGrain | null;
  readonly tz: string;
}

/** A metric by the hour of the week. */
export interface HeatmapOptions extends ViewOptions {
  readonly tz: string;
  readonly metric: SeriesMetric;
}

/** Views in groups. */
export interface BreakdownOptions extends ViewOptions {
  readonly by: BreakdownBy;
  /** Groups, at most; those with most qualified views. */
  readonly limit: number;
}

/** What shows may be sorted by, highest first (`show_name`: by its bytes). */
export const SHOW_SORTS = [...SHOW_METRICS, "show_name"] as const;
export type ShowSort = typeof SHOW_SORTS[number];

/** A page of shows. */
export interface ShowListOptions extends EventRange, PageOptions {
  readonly sort: ShowSort;
  /** Part of the name, in any case; null takes all. */
  readonly search: string | null;
  /** With a grain, each show tells its views over time, cut in the zone `tz` (UTC). */
  readonly trend?: SeriesGrain | null;
  readonly tz?: string;
}

/** What users may be sorted by, highest or latest first (`user_id`: by its bytes). */
export const USER_SORTS = ["user_id", "qualified_views", "watch_hours", "last_watch_date"] as const;
export type UserSort = typeof USER_SORTS[number];

/** A page of users. */
export interface UserListOptions extends PageOptions {
  /** Part of the id, in any case of ASCII letters; null takes all. */
  readonly search: string | null;
  readonly sort?: UserSort;
}

/** A page of one user's sittings. */
export interface UserDetailOptions extends PageOptions, Partial<EventRange> {
  readonly tz: string;
}

/** A page of sittings. */
export interface SittingListOptions extends PageOptions {
  /** Sittings that start in `[from, to)`; null and absent are open. */
  readonly from?: number | null;
  readonly to?: number | null;
  /** Only sittings that hold a binge of this show. */
  readonly show?: string | null;
}

/** A page of rows in quarantine; null takes all. `search` is a part of the row's text. */
export interface QuarantineOptions extends PageOptions {
  readonly rule: string | null;
  readonly source: string | null;
  readonly search: string | null;
  readonly status?: string | null;
  readonly ids?: readonly number[] | null;
  /** Instants of ingest `[from, to)`; null is open. */
  readonly from?: number | null;
  readonly to?: number | null;
  /** Only rows with a greater id. */
  readonly after?: number | null;
  /** Whether rows are counted by rule and source; without it `groups` is empty, and a page is found sooner. */
  readonly withGroups?: boolean;
}

/** A quarantined row's own text. */
export interface QuarantinedText {
  readonly id: number;
  readonly key: string;
  readonly status: string;
  readonly raw: string;
  readonly encoding?: "base64";
  /** The ledger's source that counts it, and when it was read. */
  readonly counted?: { readonly source: string; readonly ingestMs: number };
}

/** A source of a file that is counted, and was read under older rules. */
export interface OlderImport {
  readonly source: string;
  readonly rows: number;
  /** The newest run that read it; null for what was sent without one. */
  readonly run: RunReport | null;
}

/** Qualified views of one minute of event time, or their change. */
export interface MinuteCount {
  readonly startMs: number;
  readonly views: number;
}

/**
 * Every question and its answer, which is of one commit. Instants are milliseconds, ranges half-open, null is open
 * or takes all. A list raises CursorError for a cursor that is none of its own.
 */
export interface StoreAnswers {
  overview(options: ViewOptions): Overview;
  /** RangeError for a zone that does not exist, or more than {@link MAX_POINTS} points. */
  timeseries(options: TimeSeriesOptions): TimeSeries;
  shows(options: ShowListOptions): ShowList;
  /** Weeks are those of UTC, whatever the zone. */
  show(name: string, options: EventRange & { readonly tz?: string }): ShowDetail | null;
  users(options: UserListOptions): UserList;
  user(id: string, options: UserDetailOptions): UserDetail | null;
  heatmap(options: HeatmapOptions): Heatmap;
  distributions(options: ViewOptions): Distributions;
  breakdown(options: BreakdownOptions): Breakdown;
  retention(): Retention;
  /** `pending`: records in the log that are not applied yet. `source` is listed however few rows it has. */
  ledger(pending?: number, source?: string | null): LedgerAnswer;
  quality(): QualityAnswer;
  ledgerHours(source: string | null): LedgerHours;
  /** Hours of ingest from an instant on, oldest first. */
  ingestWindows(fromMs: number): readonly IngestWindow[];
  quarantine(options: QuarantineOptions): QuarantineList;
  /** The quarantined rows of these ids that there are. */
  quarantined(ids: readonly number[]): readonly QuarantinedText[];
  /** Newest first, at most 200. */
  runs(): readonly RunAnswer[];
  /** Imports that count although older rules read them, by the bytes of their names. */
  olderImports(): readonly OlderImport[];
  /** The accepted views of a source, in no order. */
  sourceViews(source: string): readonly SourceView[];
  sittings(options: SittingListOptions): SittingList;
  /** Newest first. */
  latestViews(limit: number): readonly ViewAnswer[];
  viewsPerMinute(
    options: { readonly lastMinutes: number; readonly untilMs: number },
  ): readonly MinuteCount[];
}

/** What is known of a source's view. */
export type SourceView = Pick<
  View,
  "userId" | "startMs" | "watchMinutes" | "showName" | "episode"
>;

/** The same, of a store that may be in another thread or on another machine. */
export type StoreQuestions = {
  readonly [Name in keyof StoreAnswers]: (
    ...asked: Parameters<StoreAnswers[Name]>
  ) => Promise<ReturnType<StoreAnswers[Name]>>;
};

/** One commit of the store. */
export interface StoreSnapshot extends StoreQuestions {
  readonly seq: number;
}

/** A piece of history: all views that start in `[fromMs, untilMs)`. */
export interface HistoryPiece {
  readonly views: readonly View[];
  readonly untilMs: number;
}

/** Views in the order in which they happened; it reads on from the store that was there when it was opened. */
export interface StoreHistory extends Disposable {
  /** About `limit` views at most: those of one instant are never parted. */
  read(
    piece: { readonly fromMs: number; readonly toMs: number; readonly limit: number },
  ): Promise<HistoryPiece>;
}

/** Everything that is asked of a store. */
export interface StoreQueries extends StoreQuestions {
  /** The number of commits; while it stays, so do all answers. */
  seq(): Promise<number>;
  /**
   * Does `work`, whose questions are all answered of one commit. Where that commit is gone before the last of them,
   * `work` is done again, once: it must do nothing but ask. What it keeps waiting for long ends with StoreBusyError.
   */
  snapshot<Done>(work: (at: StoreSnapshot) => Promise<Done>): Promise<Done>;
  /** Every view, by user, start, show, episode and duration; one commit's, however long it is read. */
  rows(): Iterable<EnrichedView> | AsyncIterable<EnrichedView>;
  history(): StoreHistory;
}

/** The store as a service sees it over time. */
export interface StoreView {
  /** Null until the store is there. */
  readonly queries: StoreQueries | null;
  /** Opens the store that is there, for the first time or because it is another one than before. */
  open(): StoreQueries;
  /** Begins to read what the first questions would wait for. */
  readAhead(): void;
  close(): void;
}

/** The next offset of a partition. */
export interface StorePosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
  /** The last record applied; null where it is not known. */
  readonly last: RecordMark | null;
}

/** Offsets `[from, to)` of a partition that the log had no more when they were to be read. */
export interface MissingOffsets {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** The store as the consumer needs it: one writer at a time. */
export interface StoreWriter {
  /** Where it goes on, for each partition that it has something of. */
  positions(): readonly StorePosition[];
  /**
   * Applies batches in one transaction, with their positions; records before a partition's position are skipped,
   * so that a batch may come twice.
   *
   * @throws what the store's disk or server throws when it fails; nothing has changed then
   */
  applyRead(batches: readonly ReadBatch[]): Applied;
  /** Keeps the report of an ETL run; a run that is there already is replaced. */
  recordRun(report: RunReport): void;
  /** Goes on behind offsets that are gone, and counts them as missing. */
  skipMissing(missing: MissingOffsets, atMs: number): void;
  /** Whether the log with this identity is the store's own; a store that has read nothing takes it for its own. */
  bindLog(id: string): boolean;
  close(): void;
}

/** The store open for whoever mends it, while nothing consumes. */
export interface StoreAdmin extends StoreWriter {
  /** Forgets where the log was read to: all of the log is read again, and what is known counts as duplicates. */
  acceptLog(): void;
}
