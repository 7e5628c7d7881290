// Law: what the store gives back row by row, its ledger, its quality and its quarantine are those of a slow
// reading of the same records; and a list goes on after a cursor as it then stands.

import assert from "node:assert/strict";
import { DIMENSIONS } from "../../domain/columns.ts";
import fc from "fast-check";
import { balances } from "../../domain/ledger.ts";
import type { SqliteQueries } from "../../store/sqlite/queries.ts";
import { compareUtf8, firstDifference } from "../oracle/compare_utf8.ts";
import { oracleEtl } from "../oracle/oracle_etl.ts";
import type { CatalogEntry } from "../oracle/runtime_of.ts";
import { holds } from "./holds_for_stores.ts";
import {
  type Commit,
  INGEST_MS,
  openWorld,
  THRESHOLDS,
  type World,
  world,
} from "./store_queries_world.ts";

const LAW = { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 40) };
const HALF_HOUR_MS = 1_800_000, EVENTS = "watch.events";
/** The store takes runtimes from its catalog alone. */
const ORACLE_THRESHOLDS = { ...THRESHOLDS, runtimeMinViews: 1e9 };

function oracleOf(commits: readonly Commit[], { catalog }: World) {
  const lines = commits.flatMap(({ rows }) => rows.map((row) => JSON.stringify(row)));
  const bytes = new TextEncoder().encode(lines.join("\n"));
  const entries = catalog.shows.flatMap(({ show_name: showName, runtime_minutes, episodes }) => [
    ...(runtime_minutes === null ? [] : [{ showName, runtimeMinutes: runtime_minutes }]),
    ...Object.entries(episodes ?? {}).map(([episode, runtimeMinutes]): CatalogEntry => ({
      ...{ showName, episode, runtimeMinutes },
    })),
  ]);
  const options = { nowMs: INGEST_MS, thresholds: ORACLE_THRESHOLDS, catalog: entries };
  return oracleEtl([{ name: "rows.ndjson", bytes }], options);
}

holds(
  "rows() and ledger() are the oracle's over the same records",
  () => fc.nat({ max: 9 }),
  (queries, { views, world, commits, asked: pending }) => {
    const expected = oracleOf(commits, world);
    const byText = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    const ordered = (row: object) => Object.fromEntries(Object.entries(row).sort());
    assert.deepEqual(byText(views.map(ordered)), byText(expected.rows.map(ordered)));
    const sorted = views.toSorted((a, b) =>
      firstDifference(
        () => compareUtf8(a.userId, b.userId),
        () => a.startMs - b.startMs,
        () => compareUtf8(a.showName, b.showName),
        () => compareUtf8(a.episode, b.episode),
        () => a.watchMinutes - b.watchMinutes,
        ...DIMENSIONS.map((name) => () => compareUtf8(a[name], b[name])),
      )
    );
    assert.deepEqual(views, sorted);
    const { sources, removed: _, older_imports, ...ledger } = queries.ledger(pending);
    assert.deepEqual(ledger, {
      ...{ ...expected.ledger, pending, balanced: true, missing: 0, missing_offsets: [] },
    });
    assert.deepEqual(older_imports, []);
    const bySource = Map.groupBy(commits, ({ source }) => source ?? EVENTS);
    const names = [...bySource].filter(([, of]) => of.some(({ rows }) => rows.length > 0))
      .map(([source]) => source).sort(compareUtf8);
    assert.deepEqual(sources.map(({ source }) => source), names);
    for (const source of sources) {
      const ofSource = oracleOf(bySource.get(source.source)!, world).ledger;
      assert.equal(source.read, ofSource.read);
      assert.equal(source.quarantined, ofSource.quarantined);
      assert.ok(source.balanced && balances(source));
    }
  },
);

interface BadRow {
  readonly rule: string;
  readonly source: string;
  readonly raw: string;
  readonly ingestMs: number;
}

/** Newest first. */
function badRows(commits: readonly Commit[], world: World): BadRow[] {
  return commits.flatMap((commit) =>
    oracleOf([commit], world).quarantine.map(({ raw, reasons }) => ({
      rule: reasons[0]!.rule,
      source: `${EVENTS}/${commit.partition}`,
      raw,
      ingestMs: INGEST_MS + commit.halfHours * HALF_HOUR_MS,
    }))
  ).reverse();
}

const wanted = fc.record({
  rule: fc.constantFrom(null, null, "watch_date.invalid", "user_id.missing", "none"),
  source: fc.constantFrom(null, null, `${EVENTS}/0`, "none"),
  search: fc.constantFrom(null, null, "", "BAD", "ten", "\\u0000", "none"),
  limit: fc.constantFrom(1, 2, 50),
});

holds(
  "quarantine() and quality() are the oracle's over the same records",
  () => wanted,
  (queries, { world, commits, asked: { limit, ...asked } }) => {
    const bad = badRows(commits, world);
    const groups = [...Map.groupBy(bad, ({ rule, source }) => JSON.stringify([rule, source]))]
      .map(([key, rows]) => [...JSON.parse(key), rows.length]);
    const found: BadRow[] = [];
    for (let cursor: string | null = null;;) {
      const page = queries.quarantine({ ...asked, limit, cursor });
      found.push(...page.rows.map(({ rule, source, raw, ingested_at }) => ({
        ...{ rule, source, raw, ingestMs: Date.parse(ingested_at) },
      })));
      const told = page.groups.map(({ rule, source, rows }) => [rule, source, rows]);
      assert.deepEqual(told.sort(), groups.sort());
      for (const { id, raw } of page.rows) {
        assert.equal(queries.quarantined([id])[0]!.raw, raw);
      }
      cursor = page.next_cursor;
      if (cursor === null) break;
    }
    const expected = bad.filter(({ rule, source, raw }) =>
      (asked.rule === null || rule === asked.rule) &&
      (asked.source === null || source === asked.source) &&
      raw.toLowerCase().includes((asked.search ?? "").toLowerCase())
    );
    assert.deepEqual(found, expected);
    checkQuality(queries, commits, world);
  },
);

function checkQuality(queries: SqliteQueries, commits: readonly Commit[], world: World): void {
  const { reasons, ledger } = oracleOf(commits, world), quality = queries.quality();
  assert.deepEqual(quality.ledger, { ...ledger, balanced: true });
  assert.deepEqual(quality.reasons, reasons);
  const hourOf = ({ halfHours }: Commit) =>
    Math.floor((INGEST_MS + halfHours * HALF_HOUR_MS) / 3_600_000) * 3_600_000;
  const hours = [...Map.groupBy(commits.filter(({ rows }) => rows.length > 0), hourOf)]
    .sort(([a], [b]) => a - b);
  assert.deepEqual(
    quality.hours.map(({ start, read, quarantined, reasons }) => ({
      ...{ startMs: Date.parse(start), read, quarantined, reasons },
    })),
    hours.map(([startMs, commits]) => {
      const { ledger: { read, quarantined }, reasons } = oracleOf(commits, world);
      return { startMs, read, quarantined, reasons };
    }),
  );
}

Deno.test("a cursor goes on behind its item, whatever was committed since", () => {
  const scenario = fc.record({ world, made: fc.nat({ max: 5 }), limit: fc.constantFrom(1, 3) });
  const law = fc.property(scenario, ({ world, made, limit }) => {
    using at = openWorld(world);
    const { queries } = at, all = { from: null, to: null, search: null, rule: null, source: null };
    const lists = {
      shows: (limit: number, cursor: string | null) =>
        queries.shows({ ...all, sort: "watch_hours", limit, cursor }),
      users: (limit: number, cursor: string | null) =>
        queries.users({ ...all, sort: "watch_hours", limit, cursor }),
      names: (limit: number, cursor: string | null) => queries.users({ ...all, limit, cursor }),
      rows: (limit: number, cursor: string | null) => queries.quarantine({ ...all, limit, cursor }),
    };
    world.commits.slice(0, made).forEach((commit) => at.apply(commit));
    const cursors = Object.values(lists).map((list) => list(limit, null).next_cursor);
    world.commits.slice(made).forEach((commit) => at.apply(commit));
    Object.entries(lists).forEach(([name, list], i) => {
      if (cursors[i] === null) return;
      const itemsOf = (answer: object) =>
        (Object.values(answer).find(Array.isArray) as object[]).map((item) => JSON.stringify(item));
      const rest = itemsOf(list(1_000, cursors[i]!)), whole = itemsOf(list(1_000, null));
      assert.deepEqual(rest, whole.slice(whole.length - rest.length), name);
      for (const other of ["shows", "users", "names", "rows"] as const) {
        if (lists[other] === list) continue;
        try {
          lists[other](limit, cursors[i]!);
        } catch (error) {
          assert.equal((error as Error).name, "CursorError");
        }
      }
    });
  });
  fc.assert(law, LAW);
});
