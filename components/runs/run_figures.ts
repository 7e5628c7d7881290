// The figures by which runs are shown and compared: one list, so that no page leaves one out.

import { type FigureUnit, METRICS, REPORT_METRICS } from "../../domain/metrics.ts";
import type { RunReport } from "../../domain/report.ts";
import {
  formatBytes,
  formatCount,
  formatFineShare,
  formatMinutes,
  formatNumber,
  formatSeconds,
} from "../../domain/format.ts";

/** A figure: what it is called, its value, how it is written, whether more is better, worse or neither. */
export interface RunFigure {
  readonly name: string;
  readonly valueOf: (run: RunReport) => number | string | null;
  readonly write: (value: number) => string;
  readonly better?: "more" | "less";
}

const hours = (value: number) => `${formatNumber(value, 1)} h`;
const score = (value: number) => value.toFixed(3);
const WRITE: Readonly<Record<FigureUnit, (value: number) => string>> = {
  ...{ count: formatCount, hours, minutes: formatMinutes, share: formatFineShare, score },
};
const ratio = (part: number, whole: number) => whole === 0 ? null : part / whole;

/** In groups, as they are shown. */
export const RUN_FIGURES: readonly (readonly [group: string, figures: readonly RunFigure[]])[] = [
  ["Ledger", [
    { name: "rows read", valueOf: ({ ledger }) => ledger.read, write: formatCount },
    { name: "accepted", valueOf: ({ ledger }) => ledger.accepted, write: formatCount },
    { name: "duplicates", valueOf: ({ ledger }) => ledger.duplicate, write: formatCount },
    {
      name: "quarantined",
      valueOf: ({ ledger }) => ledger.quarantined,
      write: formatCount,
      better: "less",
    },
    { name: "excluded", valueOf: ({ ledger }) => ledger.excluded, write: formatCount },
    { name: "hours excluded", valueOf: hoursExcluded, write: hours },
    {
      ...{ name: "share quarantined", write: formatFineShare, better: "less" as const },
      valueOf: ({ ledger }) => ratio(ledger.quarantined, ledger.read),
    },
  ]],
  ["Views", [
    ...REPORT_METRICS.map((name): RunFigure => ({
      name: METRICS[name].title.toLowerCase(),
      valueOf: (run) => run[name] ?? null,
      write: WRITE[METRICS[name].unit],
      ...(name === "unknown_runtime_views" ? { better: "less" } : {}),
    })),
    { name: "first view", valueOf: (run) => whenOf(run.first_watch_date), write: String },
    { name: "last view", valueOf: (run) => whenOf(run.last_watch_date), write: String },
  ]],
  ["Output and speed", [
    { name: "rows written", valueOf: ({ output }) => output.rows, write: formatCount },
    {
      name: "bytes written",
      valueOf: ({ output }) => output.bytes,
      write: formatBytes,
      better: "less",
    },
    { name: "bytes read", valueOf: ({ output }) => output.input_bytes, write: formatBytes },
    { name: "duration", valueOf: (run) => run.seconds, write: formatSeconds, better: "less" },
    {
      name: "rows a second",
      valueOf: (run) => Math.round(run.rows_per_second),
      write: formatCount,
      better: "more",
    },
  ]],
];

/** A figure as text. */
export function writeFigure({ valueOf, write }: RunFigure, run: RunReport): string {
  const value = valueOf(run);
  return value === null ? "–" : typeof value === "string" ? value : write(value);
}

/** Null where nothing was excluded or nobody counted its hours. */
function hoursExcluded({ excluded_hours }: RunReport): number | null {
  const values = Object.values(excluded_hours);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

function whenOf(instant: string | null): string | null {
  return instant === null ? null : `${instant.slice(0, 16).replace("T", " ")} UTC`;
}
