// Endpoints about what became of rows: ledger, quality, quarantine, runs.

import type { Ledger } from "../../../domain/ledger.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { HISTORY_HOURS, windowQuality } from "../../../domain/window_quality.ts";
import { defineEndpoint, found, queriesOf } from "../endpoint.ts";
import { isWithin } from "../is_within.ts";
import { parameterProblem } from "../problem.ts";
import {
  ledgerHoursSchema,
  ledgerSchema,
  qualitySchema,
  quarantineSchema,
} from "../schemas/ledger_schemas.ts";
import { windowQualitySchema } from "../schemas/window_schemas.ts";
import { nameParameter } from "../schemas/name_parameter.ts";
import {
  pageParameters,
  periodParameters,
  textParameter,
  unusedZoneParameter,
  wholeParameter,
} from "../schemas/parameters.ts";
import { runSchema, runsSchema } from "../schemas/run_schemas.ts";

const tag = "Quality";

/** The counts of a ledger alone. */
function ledgerOf({ read, accepted, duplicate, quarantined, excluded }: Ledger): Ledger {
  return { read, accepted, duplicate, quarantined, excluded };
}

/** `GET /api/ledger`; asked anew each time, as `pending` moves without a commit. */
const ledger = defineEndpoint({
  ...{ path: "/api/ledger", name: "ledger", tag, freshness: "always" },
  summary: "Where every row that was read went, in all and by source.",
  query: { source: textParameter("List this source however few rows it has.") },
  answer: ledgerSchema,
  ask: (ports, { source }) => queriesOf(ports).ledger(ports.log.pending(), source ?? null),
  rows: ({ sources, balanced, pending, missing, ...total }) => [
    { source: "", ...ledgerOf(total), pending, balanced, missing },
    ...sources.map(({ source, ...counts }) => ({
      source,
      ...counts,
      pending: null,
      missing: null,
    })),
  ],
});

/** `GET /api/ledger/hours`. */
const ledgerHours = defineEndpoint({
  ...{ path: "/api/ledger/hours", name: "ledgerHours", tag },
  summary: "The ledger by partition and by hour of ingest, of one source or of all.",
  query: {
    source: textParameter("Only rows and records of this source."),
    ...{ ...periodParameters("Hours of ingest that start"), ...unusedZoneParameter },
  },
  answer: ledgerHoursSchema,
  ask: async (ports, { source, ...period }) => {
    const { hours, ...answer } = await queriesOf(ports).ledgerHours(source);
    return { ...answer, hours: hours.filter(({ start }) => isWithin(start, period)) };
  },
  rows: ({ hours }) =>
    hours.map(({ reasons: _, read_by_partition: _read, start, ...counts }) => ({
      start,
      ...counts,
    })),
});

/** `GET /api/quality`. */
const quality = defineEndpoint({
  ...{ path: "/api/quality", name: "quality", tag },
  summary: "The ledger hour by hour, rules broken, and the expectations of the ETL's runs.",
  query: { ...periodParameters("Hours and runs that start"), ...unusedZoneParameter },
  answer: qualitySchema,
  ask: async (ports, period) => {
    const { hours, runs, ...answer } = await queriesOf(ports).quality();
    return {
      ...answer,
      hours: hours.filter(({ start }) => isWithin(start, period)),
      runs: runs.filter(({ started_at }) => isWithin(started_at, period)),
    };
  },
  rows: ({ hours }) => hours.map(({ reasons: _, start, ...counts }) => ({ start, ...counts })),
});

/** `GET /api/quality/windows`; asked anew each time, as the contract's file may change and time goes on. */
const windows = defineEndpoint({
  ...{ path: "/api/quality/windows", name: "qualityWindows", tag, freshness: "always" },
  summary: "The contract and what is usual, held against every hour of the live stream.",
  query: {
    hours: wholeParameter({ min: 1, max: 720, fallback: 168, description: "Hours that are told." }),
  },
  answer: windowQualitySchema,
  ask: async (ports, { hours }) => {
    const nowMs = ports.nowMs(), { expectations } = await ports.contract.read();
    const fromMs = Math.floor(nowMs / HOUR_MS - hours - HISTORY_HOURS) * HOUR_MS;
    const kept = await queriesOf(ports).ingestWindows(fromMs);
    return windowQuality(kept, expectations, { nowMs, hours });
  },
  rows: ({ expectations }) =>
    expectations.flatMap(({ id, limit, points }) =>
      points.map(({ start, observed, passed, usual, band }) => ({
        ...{ id, start, observed, limit, passed, usual },
        ...{ usual_from: band?.[0] ?? null, usual_to: band?.[1] ?? null },
      }))
    ),
});

/** `GET /api/quarantine`. */
const quarantine = defineEndpoint({
  ...{ path: "/api/quarantine", name: "quarantine", tag },
  summary: "Rows that broke a rule, whole and with every reason, newest first.",
  query: {
    rule: textParameter("Only rows whose first reason is this rule."),
    source: textParameter("Only rows of this source."),
    search: textParameter("Only rows whose text contains this."),
    status: textParameter("Only rows that are `open`, `replayed` or `skipped`."),
    id: textParameter("Only the row of this id."),
    ...{ ...periodParameters("Rows taken in"), ...unusedZoneParameter },
    ...pageParameters(50, 500),
  },
  answer: quarantineSchema,
  ask: (ports, { id, ...parameters }) => {
    const ids = id === null ? null : /^\d{1,15}$/.test(id) ? [Number(id)] : [];
    return queriesOf(ports).quarantine({ ...parameters, ids });
  },
  rows: (answer) =>
    answer.rows.map(({ reasons, encoding = null, ...row }) => ({
      ...row,
      encoding,
      reasons: reasons.map(({ rule }) => rule).join("; "),
    })),
});

/** `GET /api/runs`. */
const runs = defineEndpoint({
  // Files are refused without a commit of the store.
  ...{ path: "/api/runs", name: "runs", tag, freshness: "always" },
  summary:
    "Reports of the ETL's runs, newest first, and files of the watched folder that were refused.",
  query: {
    ...{ ...periodParameters("Runs that started"), ...unusedZoneParameter },
    ...pageParameters(50, 500),
  },
  answer: runsSchema,
  ask: async (ports, { limit, cursor, ...period }) => {
    const all = (await queriesOf(ports).runs()).filter(({ started_at }) =>
      isWithin(started_at, period)
    );
    const last = cursor === null ? -1 : all.findIndex(({ run_id }) => run_id === cursor);
    if (cursor !== null && last < 0) {
      throw parameterProblem("cursor", "the next_cursor of the same list", cursor);
    }
    const runs = all.slice(last + 1, last + 1 + limit);
    const isLast = last + 1 + runs.length >= all.length;
    return {
      ...{ runs, next_cursor: isLast ? null : runs.at(-1)!.run_id },
      refused_files: ports.refusedFiles?.list() ?? [],
    };
  },
  rows: (answer) =>
    answer.runs.map(({ run_id, started_at, seconds, rows_per_second, ledger, ...run }) => ({
      ...{ run_id, started_at, seconds, rows_per_second, ...ledger },
      ...{ users: run.users, shows: run.shows, qualified_views: run.qualified_views },
      ...{ watch_hours: run.watch_hours, output: run.output.path },
    })),
});

/** `GET /api/runs/{run_id}`. */
const run = defineEndpoint({
  ...{ path: "/api/runs/{run_id}", name: "run", tag },
  summary: "The report of one run.",
  params: nameParameter("run_id", "The run's id."),
  query: {},
  answer: runSchema,
  ask: async (ports, { run_id }) => {
    const run = (await queriesOf(ports).runs()).find((one) => one.run_id === run_id);
    return found(run ?? null, `run ${JSON.stringify(run_id)}`);
  },
  rows: ({ expectations }) =>
    expectations.map(({ id, observed, limit, passed, severity }) => ({
      ...{ id, observed, limit, passed, severity },
    })),
});

/** All of them. */
export const qualityEndpoints = [
  ...[ledger, ledgerHours, quality, windows, quarantine, runs, run],
];
