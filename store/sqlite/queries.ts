// What can be asked of the store: each answer is of one commit, over a connection that only reads.

import type {
  Breakdown,
  Distributions,
  Heatmap,
  LedgerAnswer,
  LedgerHours,
  Overview,
  QualityAnswer,
  QuarantineList,
  Retention,
  ShowDetail,
  ShowList,
  SittingList,
  TimeSeries,
  UserDetail,
  UserList,
  ViewAnswer,
} from "../../domain/answers.ts";
import type { IngestWindow } from "../../domain/ingest_window.ts";
import type { RunAnswer } from "../../domain/report.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { breakdown, type BreakdownOptions } from "./queries/breakdown.ts";
import { distributions } from "./queries/distributions.ts";
import { enrichedRows } from "./queries/enriched_rows.ts";
import { heatmap, type HeatmapOptions } from "./queries/heatmap.ts";
import { HourSumsKeeper } from "./queries/hour_sums.ts";
import { HourUsers } from "./queries/hour_users.ts";
import { IdCounts } from "./queries/id_counts.ts";
import { ingestWindows } from "./queries/ingest_windows.ts";
import { latestViews } from "./queries/latest_views.ts";
import { ledgerAnswer } from "./queries/ledger_answer.ts";
import { ledgerHours } from "./queries/ledger_hours.ts";
import { OpenRows } from "./queries/open_rows.ts";
import { overview } from "./queries/overview.ts";
import { quality } from "./queries/quality.ts";
import {
  quarantined,
  type QuarantinedText,
  quarantineList,
  type QuarantineOptions,
} from "./queries/quarantine_list.ts";
import { retention } from "./queries/retention.ts";
import { type OlderImport, olderImports, runs } from "./queries/runs.ts";
import { showDetail } from "./queries/show_detail.ts";
import { showList, type ShowListOptions } from "./queries/show_list.ts";
import { ShowSums } from "./queries/show_sums.ts";
import { sittingList, type SittingListOptions } from "./queries/sitting_list.ts";
import type { EventRange, StoreContext } from "./queries/store_context.ts";
import { StoreNames } from "./queries/store_names.ts";
import { StoreReader } from "./queries/store_reader.ts";
import { sourceViews } from "./queries/source_views.ts";
import { timeSeries, type TimeSeriesOptions } from "./queries/time_series.ts";
import { userDetail, type UserDetailOptions } from "./queries/user_detail.ts";
import { userList, type UserListOptions } from "./queries/user_list.ts";
import type { NamedFilter } from "./queries/view_filter.ts";
import { viewsPerMinute } from "./queries/views_per_minute.ts";
import { warmSets } from "./queries/warm_sets.ts";
import { ZoneOffsets } from "./queries/zone_offsets.ts";

export type { OlderImport } from "./queries/runs.ts";

/** The queries. Instants are milliseconds, ranges half-open, null is open or takes all. */
export interface StoreQueries extends Disposable {
  /** The number of commits; while it stays, so do all answers. */
  seq(): number;
  overview(options: EventRange & NamedFilter): Overview;
  /** RangeError for a zone that does not exist, or more than 20,000 points. */
  timeseries(options: TimeSeriesOptions): TimeSeries;
  /** This and the other lists raise CursorError for a cursor that is none of theirs. */
  shows(options: ShowListOptions): ShowList;
  /** Weeks are those of UTC, whatever the zone. */
  show(name: string, options: EventRange & { readonly tz?: string }): ShowDetail | null;
  users(options: UserListOptions): UserList;
  user(id: string, options: UserDetailOptions): UserDetail | null;
  heatmap(options: HeatmapOptions): Heatmap;
  distributions(options: EventRange & NamedFilter): Distributions;
  breakdown(options: BreakdownOptions): Breakdown;
  retention(): Retention;
  /** `pending`: records in the log that are not applied yet. */
  ledger(pending?: number, source?: string | null): LedgerAnswer;
  quality(): QualityAnswer;
  ledgerHours(source: string | null): LedgerHours;
  /** Hours of ingest from an instant on, oldest first. */
  ingestWindows(fromMs: number): IngestWindow[];
  quarantine(options: QuarantineOptions): QuarantineList;
  quarantined(ids: readonly number[]): QuarantinedText[];
  /** Newest first, at most 200. */
  runs(): RunAnswer[];
  /** Imports that count although older rules read them. */
  olderImports(): OlderImport[];
  /** The accepted views of a source. */
  sourceViews(source: string): ReturnType<typeof sourceViews>;
  sittings(options: SittingListOptions): SittingList;
  latestViews(limit: number): ViewAnswer[];
  viewsPerMinute(
    options: { readonly lastMinutes: number; readonly untilMs: number },
  ): { readonly startMs: number; readonly views: number }[];
  /** Every view, by user, start, show, episode and duration; one commit's, however long it is read. */
  rows(): IterableIterator<EnrichedView>;
  /** Reads ahead in short steps what the first answers about ranges would wait for. */
  warm(): Iterator<void>;
  close(): void;
}

/** Opens a store that is there. After its file was replaced, it must be opened again. */
export function openQueries(path: string): StoreQueries {
  const reader = new StoreReader(path), zones = new Map<string, ZoneOffsets>();
  const context: StoreContext = {
    reader,
    names: new StoreNames(reader),
    users: new IdCounts("user_id"),
    shows: new IdCounts("show_id"),
    showSums: new ShowSums(),
    hourSums: new HourSumsKeeper(),
    hourUsers: new HourUsers(),
    openRows: new OpenRows(),
    zone(name) {
      let zone = zones.get(name);
      if (zone === undefined) zones.set(name, zone = new ZoneOffsets(name));
      return zone;
    },
  };
  const ask = <Options extends unknown[], Answer>(
    query: (context: StoreContext, ...options: Options) => Answer,
  ) =>
  (...options: Options): Answer => {
    const key = `${query.name} ${JSON.stringify(options)}`;
    return reader.answer(key, () => query(context, ...options));
  };
  return {
    seq: () => reader.seq(),
    overview: ask(overview),
    timeseries: ask(timeSeries),
    shows: ask(showList),
    show: ask(showDetail),
    users: ask(userList),
    user: ask(userDetail),
    heatmap: ask(heatmap),
    distributions: ask(distributions),
    breakdown: ask(breakdown),
    retention: ask(retention),
    ledger: ask((context: StoreContext, pending = 0, source: string | null = null) =>
      ledgerAnswer(context, pending, source)
    ),
    quality: ask(quality),
    ledgerHours: ask(ledgerHours),
    ingestWindows: ask(ingestWindows),
    quarantine: ask(quarantineList),
    quarantined: ask(quarantined),
    runs: ask(runs),
    olderImports: ask(olderImports),
    sourceViews: (source) => reader.read(() => sourceViews(context, source)),
    sittings: ask(sittingList),
    latestViews: ask(latestViews),
    viewsPerMinute: ask(viewsPerMinute),
    rows: () => enrichedRows(path),
    warm: () => warmSets(context),
    close: () => reader.close(),
    [Symbol.dispose]: () => reader.close(),
  };
}
