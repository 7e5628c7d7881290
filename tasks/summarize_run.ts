// What an ETL run tells a person on the terminal.

import type { RunReport } from "../domain/report.ts";
import type { Published } from "../stream/publish/publish_rows.ts";
import { EVENTS_TOPIC, QUARANTINE_TOPIC } from "../log/topics.ts";

const number = new Intl.NumberFormat("en");
const decimal = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** A few lines: the ledger that adds up, reasons, figures, and what was published if it was. */
export function summarizeRun(
  report: RunReport,
  published: boolean,
  sent: Published | null = null,
): string {
  const { ledger, output } = report;
  const parts = [
    `${number.format(ledger.accepted)} accepted`,
    `${number.format(ledger.duplicate)} duplicate`,
    `${number.format(ledger.quarantined)} quarantined`,
    `${number.format(ledger.excluded)} excluded`,
  ];
  const saved = output.input_bytes > 0 ? 1 - output.bytes / output.input_bytes : 0;
  const comparison = saved > 0 ? `, ${percent.format(saved)} smaller than its input` : "";
  const speed = `${decimal.format(report.seconds)} s, ` +
    `${number.format(report.rows_per_second)} rows/s`;
  return [
    `${number.format(ledger.read)} rows = ${parts.join(" + ")}`,
    ...listed("quarantined", report.reasons),
    ...listed("excluded", report.excluded, report.excluded_hours),
    `${number.format(report.qualified_views)} views by ${number.format(report.users)} users of ` +
    `${number.format(report.shows)} shows, ${decimal.format(report.watch_hours)} hours, ` +
    `${number.format(report.binge_views)} in binges`,
    ...report.expectations.filter(({ passed }) => !passed).map((expectation) =>
      `${expectation.severity === "error" ? "FAILED" : "warning"}  ${expectation.description}: ` +
      `${expectation.observed ?? "no value"}, expected ${expectation.limit}`
    ),
    published
      ? `${output.path}: ${size(output.bytes)}${comparison}; ${speed}`
      : `${output.path} was not published; ${speed}`,
    ...sent === null ? [] : [
      `Sent ${number.format(sent.events)} rows to ${EVENTS_TOPIC} and ` +
      `${number.format(sent.quarantined)} to ${QUARANTINE_TOPIC}`,
    ],
  ].join("\n");
}

function listed(
  what: string,
  counts: Readonly<Record<string, number>>,
  hours: Readonly<Record<string, number>> = {},
): string[] {
  return Object.entries(counts).map(([reason, count]) => {
    const told = hours[reason] === undefined ? "" : `, ${decimal.format(hours[reason])} hours`;
    return `  ${what} ${number.format(count)} × ${reason}${told}`;
  });
}

function size(bytes: number): string {
  if (bytes < 10_000) return `${number.format(bytes)} bytes`;
  return bytes < 10_000_000
    ? `${decimal.format(bytes / 1_000)} kB`
    : `${decimal.format(bytes / 1_000_000)} MB`;
}
