// Tells all that a store in memory holds, with names instead of numbers.

import { forDimensions } from "../../domain/columns.ts";
import { enrichView } from "../../domain/scoring.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { runtimeOf } from "../../store/core/derived_sums.ts";
import type { StoreTables } from "./naive_store_tables.ts";
import type { MemoryStore } from "./memory_store.ts";
import type { MemoryRows, SumsByName, UserView } from "./memory_tables.ts";
import { inOrder, KINDS, SCOPES, type StoreContent, type StoreRecords } from "./store_content.ts";

/** Reads a store. */
export function readMemoryStore({ tables, settings }: MemoryStore): StoreContent {
  const { rows } = tables, { texts } = rows;
  const view = ({ userId, placed }: UserView): EnrichedView => {
    const { view, episodes, sittingStartMs } = placed;
    const told = {
      userId: texts.users.get(userId)!,
      showName: tables.showOf(view.showId),
      watchMinutes: view.minutes,
      startMs: view.startMs,
      eventId: view.eventId === "" ? null : view.eventId,
      episode: tables.labelOf(view.episodeId),
      ...forDimensions((name) => tables.labelOf(view[`${name}Id`])),
    };
    const runtime = runtimeOf(tables.runtimesOf(new Set([view.showId])), view);
    return enrichView(told, { runtime, episodes, sittingStartMs }, settings.thresholds);
  };
  return {
    rows: inOrder(rows.views.map(view)),
    tables: tablesOf(rows),
    quarantine: rows.quarantine.map(({ raw, reasons }) => ({ raw, reasons })),
    ledger: ledgerOf(rows),
    reasons: reasonsOf(rows),
    records: recordsOf(rows),
  };
}

function ledgerOf({ ledger }: MemoryRows) {
  const sum = { accepted: 0, duplicate: 0, quarantined: 0, excluded: 0 };
  for (const [accepted, duplicate, quarantined, excluded] of ledger.values()) {
    sum.accepted += accepted!;
    sum.duplicate += duplicate!;
    sum.quarantined += quarantined!;
    sum.excluded += excluded!;
  }
  return sum;
}

function reasonsOf({ reasons }: MemoryRows): Record<string, number> {
  const byRule: Record<string, number> = {};
  for (const [name, [rows]] of reasons) {
    const rule = JSON.parse(name)[2];
    byRule[rule] = (byRule[rule] ?? 0) + rows!;
  }
  return byRule;
}

/** Rows of sums as text: `names: numbers`. */
function named(sums: SumsByName, nameOf: (numbers: number[]) => readonly unknown[]): string[] {
  return [...sums].map(([name, numbers]) =>
    `${JSON.stringify(nameOf(JSON.parse(name)))}: ${numbers.join(" ")}`
  ).sort();
}

function tablesOf({ texts, users, shows, cells, bins, retention }: MemoryRows): StoreTables {
  const nameOf = (scope: number, id: number) =>
    scope === 0 ? "" : (scope === 1 ? texts.shows : texts.labels).get(id)!;
  const active = [...users].filter(([, { accepted }]) => accepted > 0);
  const user = (id: number) => texts.users.get(id)!, show = (id: number) => texts.shows.get(id)!;
  return {
    cells: named(cells, ([scope, level, id, bucket]) => [
      ...[SCOPES[scope!], nameOf(scope!, id!), level, bucket],
    ]),
    histograms: named(bins, ([scope, id, bucket, kind, bin]) => [
      ...[SCOPES[scope!], nameOf(scope!, id!), bucket, KINDS[kind!], bin],
    ]),
    users: active.map(([id, { accepted, qualified, minuteUnits, firstQualifiedMs, lastMs }]) => {
      const numbers = [accepted, qualified, minuteUnits, `${firstQualifiedMs}`, lastMs];
      return `${JSON.stringify([user(id)])}: ${numbers.join(" ")}`;
    }).sort(),
    shows: [...shows].filter(([, { accepted }]) => accepted > 0)
      .map(([id, { accepted, users }]) => `${JSON.stringify([show(id)])}: ${accepted} ${users}`)
      .sort(),
    userShows: [...users].flatMap(([id, { shows }]) =>
      [...shows].map((showId) => `${JSON.stringify([user(id), show(showId)])}: 1`)
    ).sort(),
    userWeeks: [...users].flatMap(([id, { weeks }]) =>
      [...weeks].map((week) => `${JSON.stringify([user(id), week])}: 1`)
    ).sort(),
    retention: named(retention, (name) => name),
  };
}

function recordsOf(rows: MemoryRows): StoreRecords {
  const { texts, views, quarantine, removals, ledger, reasons, hours } = rows;
  const source = (id: number | undefined) => texts.sources.get(id!)!;
  const lines = (list: readonly (readonly unknown[])[]) =>
    list.map((line) => JSON.stringify(line)).sort();
  const removed = Map.groupBy(removals, ({ sourceId }) => sourceId);
  return {
    views: lines(views.map(({ userId, placed: { view } }) => [
      ...[texts.users.get(userId), view.startMs, texts.shows.get(view.showId), view.minutes],
      ...[view.eventId, source(view.sourceId), view.partition, view.offset, view.ingestMs],
    ])),
    ledger: named(ledger, ([id, ...name]) => [source(id), ...name]),
    reasons: named(reasons, ([id, ...name]) => [source(id), ...name]),
    quarantine: lines(quarantine.map(({ key, settler }) => {
      if (settler === null) return [key, "open", null];
      return [key, settler.isSkip ? "skipped" : "replayed", settler.outcome];
    })),
    removals: lines([...removed].map(([id, notes]) => [
      ...[source(id), notes.reduce((sum, note) => sum + note.rows, 0)],
    ])),
    hours: named(hours, (name) => name),
  };
}
