// Holds what the stream's store says against the batch: every figure, every row, the whole ledger.

import { formatCount } from "../../domain/format.ts";
import type { Ledger } from "../../domain/ledger.ts";
import { type FiguresOf, REPORT_METRICS, SHOW_METRICS } from "../../domain/metrics.ts";
import type { RunFigures } from "../../domain/report.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { DAY_MS } from "../../domain/time.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { compareRows } from "../../stream/prove/compare_rows.ts";
import { type Figures, OutcomeSums } from "../../stream/prove/outcome_figures.ts";
import type { BatchOutcome } from "./run_batch.ts";
import { MAX_POINTS, type StoreQueries } from "../../store/port.ts";

/** One line of the proof. */
export interface ProofLine {
  readonly metric: string;
  readonly batch: string;
  readonly stream: string;
  readonly isEqual: boolean;
}

/** The lines of the proof, and the first rows that differ. */
export interface Proof {
  readonly lines: readonly ProofLine[];
  readonly examples: readonly string[];
}

const PAGE = 1_000;
const OPEN = { from: null, to: null } as const;

/** Compares; `repeated` rows were sent twice, which only the counts of duplicates and of reads show. */
export async function compareOutcomes(
  batch: BatchOutcome,
  queries: StoreQueries,
  { repeated, thresholds }: { readonly repeated: number; readonly thresholds: Thresholds },
): Promise<Proof> {
  const sums = new OutcomeSums(thresholds);
  const counted = async function* (): AsyncGenerator<EnrichedView> {
    for await (const view of batch.rows()) {
      sums.add(view);
      yield view;
    }
  };
  const rows = await compareRows(counted(), queries.rows());
  const { figures } = sums;
  const lines = [
    ...ledgerLines(batch.report.ledger, await queries.ledger(), repeated),
    ...reasonLines(batch.report.reasons, (await queries.quality()).reasons),
    ...figureLines(batch.report, await queries.overview(OPEN)),
    keyed(
      `by show: ${SHOW_METRICS.length} figures of each`,
      showFigures(figures.byShow),
      await shows(queries),
    ),
    keyed("by user: 2 figures of each", userFigures(figures.byUser), await users(queries)),
    keyed(
      "by UTC day: 2 figures of each",
      dayFigures(figures.byDay),
      await days(queries, figures.byDay),
    ),
    keyed("by hour of the week: views", hours(figures.heatmap), hours(await heatmap(queries))),
    await quarantineLine(batch.quarantine, queries),
    {
      metric: "rows, all columns",
      batch: formatCount(rows.batchRows),
      stream: rows.different === 0
        ? formatCount(rows.streamRows)
        : `${formatCount(rows.streamRows)}, ${formatCount(rows.different)} differ`,
      isEqual: rows.different === 0 && rows.batchRows === rows.streamRows,
    },
  ];
  return { lines, examples: rows.examples };
}

function ledgerLines(batch: Ledger, stream: Ledger, repeated: number): ProofLine[] {
  // Rows that are left out on purpose never reach the log.
  const expected = {
    read: batch.read - batch.excluded + repeated,
    accepted: batch.accepted,
    duplicate: batch.duplicate + repeated,
    quarantined: batch.quarantined,
  };
  const note = {
    read: ` + ${formatCount(repeated)} sent twice`,
    duplicate: ` + ${formatCount(repeated)}`,
  };
  return Object.entries(expected).map(([name, value]) => {
    const found = stream[name as keyof Ledger];
    const added = repeated > 0 ? note[name as keyof typeof note] ?? "" : "";
    const shown = formatCount(added === "" ? value : value - repeated) + added;
    return { metric: name, batch: shown, stream: formatCount(found), isEqual: found === value };
  });
}

function reasonLines(
  batch: Readonly<Record<string, number>>,
  reasons: Readonly<Record<string, number>>,
): ProofLine[] {
  const rules = [...new Set([...Object.keys(batch), ...Object.keys(reasons)])].sort();
  return rules.filter((rule) => (batch[rule] ?? 0) + (reasons[rule] ?? 0) > 0)
    .map((rule) => line(`quarantined: ${rule}`, batch[rule] ?? 0, reasons[rule] ?? 0));
}

const FIGURES = [...REPORT_METRICS, "first_watch_date", "last_watch_date"] as const;

function figureLines(batch: RunFigures, stream: RunFigures): ProofLine[] {
  return FIGURES.map((name) => line(name, batch[name], stream[name]));
}

async function quarantineLine(
  batch: readonly QuarantinedRow[],
  queries: StoreQueries,
): Promise<ProofLine> {
  const textOf = (row: Omit<QuarantinedRow, "reasons"> & { readonly reasons: unknown }) =>
    JSON.stringify([row.source, row.line, row.offset, row.raw, row.encoding, row.reasons]);
  const expected = new Map(batch.map((row) => [textOf(row), 1]));
  const found = new Map<string, number>();
  for (let cursor: string | null = null;;) {
    const page = await queries.quarantine({
      ...{ rule: null, source: null, search: null },
      limit: PAGE,
      cursor,
    });
    for (const row of page.rows) found.set(textOf(row as unknown as QuarantinedRow), 1);
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  return keyed("quarantined rows, whole", expected, found);
}

/** One line for many figures: how many there are, and how many of them differ. */
function keyed(
  metric: string,
  batch: ReadonlyMap<string, unknown>,
  stream: ReadonlyMap<string, unknown>,
): ProofLine {
  const keys = new Set([...batch.keys(), ...stream.keys()]);
  const wrong = [...keys].filter((key) =>
    JSON.stringify(batch.get(key)) !== JSON.stringify(stream.get(key))
  );
  const [first] = wrong;
  const example = first === undefined
    ? ""
    : `, ${formatCount(wrong.length)} differ: ${first} is ${
      JSON.stringify(stream.get(first))
    }, not ` +
      `${JSON.stringify(batch.get(first))}`;
  return {
    ...{ metric, batch: formatCount(batch.size), stream: formatCount(stream.size) + example },
    isEqual: wrong.length === 0,
  };
}

function showFigures(byShow: ReadonlyMap<string, Figures>): Map<string, unknown> {
  return new Map([...byShow].map(([name, figures]) => [name, valuesOf(figures)]));
}

function valuesOf(figures: FiguresOf<typeof SHOW_METRICS[number]>): (number | null)[] {
  return SHOW_METRICS.map((name) => figures[name]);
}

async function shows(queries: StoreQueries): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let cursor: string | null = null;;) {
    const page = await queries.shows({
      ...{ ...OPEN, sort: "show_name", search: null, limit: PAGE, cursor },
    });
    for (const show of page.shows) {
      found.set(show.show_name, valuesOf(show));
    }
    if (page.next_cursor === null) return found;
    cursor = page.next_cursor;
  }
}

function userFigures(byUser: ReadonlyMap<string, Figures>): Map<string, unknown> {
  return new Map([...byUser].map(([name, { qualified_views, watch_hours }]) => [
    name,
    [qualified_views, watch_hours],
  ]));
}

async function users(queries: StoreQueries): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let cursor: string | null = null;;) {
    const page = await queries.users({ search: null, limit: PAGE, cursor });
    for (const user of page.users) {
      found.set(user.user_id, [user.qualified_views, user.watch_hours]);
    }
    if (page.next_cursor === null) return found;
    cursor = page.next_cursor;
  }
}

function dayFigures(byDay: ReadonlyMap<number, Figures>): Map<string, unknown> {
  return new Map([...byDay].map(([startMs, { qualified_views, watch_hours }]) => [
    new Date(startMs).toISOString(),
    [qualified_views, watch_hours],
  ]));
}

/** Days that have views, as the store's series tell them; views may be thousands of years apart. */
async function days(
  queries: StoreQueries,
  byDay: ReadonlyMap<number, unknown>,
): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const range of rangesOf(await queries.overview(OPEN))) {
    const series = async (metric: "qualified_views" | "watch_hours") =>
      (await queries.timeseries({ ...range, metric, grain: "day", tz: "UTC" })).points;
    const views = await series("qualified_views"), watched = await series("watch_hours");
    views.forEach(({ start, value }, i) => {
      const watchHours = watched[i]!.value;
      if (watchHours !== 0 || byDay.has(Date.parse(start))) found.set(start, [value, watchHours]);
    });
  }
  return found;
}

/** The store's days, cut so that each part has as many points as one answer may have. */
function* rangesOf(
  { first_watch_date, last_watch_date }: RunFigures,
): Generator<{ readonly from: number; readonly to: number }> {
  if (first_watch_date === null || last_watch_date === null) return;
  const end = Date.parse(last_watch_date) + 1;
  const start = Math.floor(Date.parse(first_watch_date) / DAY_MS) * DAY_MS;
  for (let from = start; from < end; from += MAX_POINTS * DAY_MS) {
    yield { from, to: Math.min(end, from + MAX_POINTS * DAY_MS) };
  }
}

async function heatmap(queries: StoreQueries) {
  return (await queries.heatmap({ ...OPEN, tz: "UTC", metric: "qualified_views" })).rows;
}

function hours(rows: readonly (readonly (number | null)[])[]): Map<string, unknown> {
  return new Map(
    rows.flatMap((row, day) => row.map((views, hour) => [`${day} ${hour}`, views ?? 0] as const)),
  );
}

function line(metric: string, batch: unknown, stream: unknown): ProofLine {
  return { metric, batch: shown(batch), stream: shown(stream), isEqual: batch === stream };
}

function shown(value: unknown): string {
  return Number.isSafeInteger(value) ? formatCount(value as number) : String(value ?? "none");
}
