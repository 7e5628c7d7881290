// What can be asked of the store: each answer is of one commit, over a connection that only reads.

import type { EnrichedView } from "../../domain/view.ts";
import { breakdown } from "./queries/breakdown.ts";
import { distributions } from "./queries/distributions.ts";
import { enrichedRows } from "./queries/enriched_rows.ts";
import { heatmap } from "./queries/heatmap.ts";
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
import { quarantined, quarantineList } from "./queries/quarantine_list.ts";
import { retention } from "./queries/retention.ts";
import { olderImports, runs } from "./queries/runs.ts";
import { showDetail } from "./queries/show_detail.ts";
import { showList } from "./queries/show_list.ts";
import { ShowSums } from "./queries/show_sums.ts";
import { sittingList } from "./queries/sitting_list.ts";
import type { StoreContext } from "./queries/store_context.ts";
import { StoreNames } from "./queries/store_names.ts";
import { StoreReader } from "./queries/store_reader.ts";
import { sourceViews } from "./queries/source_views.ts";
import { timeSeries } from "./queries/time_series.ts";
import { userDetail } from "./queries/user_detail.ts";
import { userList } from "./queries/user_list.ts";
import { viewsPerMinute } from "./queries/views_per_minute.ts";
import { warmSets } from "./queries/warm_sets.ts";
import { ZoneOffsets } from "./queries/zone_offsets.ts";
import type { StoreAnswers } from "../port.ts";
import type { Stamped } from "./readers/reader_protocol.ts";

/** The answers of a store's file, at once in the thread that asks. */
export interface SqliteQueries extends StoreAnswers, Disposable {
  readonly path: string;
  /** The number of commits; while it stays, so do all answers. */
  seq(): number;
  /** An answer, and the commit that it is of. */
  stamped(name: keyof StoreAnswers, options: readonly unknown[]): Stamped;
  /** Until it is released, all is answered of one commit. */
  hold(): { readonly seq: number; release(): void };
  /** Every view, by user, start, show, episode and duration; one commit's, however long it is read. */
  rows(): IterableIterator<EnrichedView>;
  /** Reads ahead in short steps what the first answers about ranges would wait for. */
  warm(): Iterator<void>;
  close(): void;
}

/** Opens a store that is there. After its file was replaced, it must be opened again. */
export function openQueries(path: string): SqliteQueries {
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
  const answers: StoreAnswers = {
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
  };
  return {
    ...answers,
    path,
    seq: () => reader.seq(),
    stamped: (name, options) =>
      reader.read(() => {
        const answer = (answers[name] as (...asked: readonly unknown[]) => unknown)(...options);
        return { answer, seq: reader.seq() };
      }),
    hold: () => reader.hold(),
    rows: () => enrichedRows(path),
    warm: () => warmSets(context),
    close: () => reader.close(),
    [Symbol.dispose]: () => reader.close(),
  };
}
