// What an ETL run tells a person on the terminal.

import { formatBytes, formatCount, formatFineShare, formatNumber } from "../domain/format.ts";
import type { RunReport } from "../domain/report.ts";
import type { Published } from "../stream/publish/publish_rows.ts";
import { EVENTS_TOPIC, QUARANTINE_TOPIC } from "../log/topics.ts";

/** A few lines: the ledger that adds up, reasons, figures, and what was published if it was. */
export function summarizeRun(
  report: RunReport,
  published: boolean,
  sent: Published | null = null,
): string {
  const { ledger, output } = report;
  const parts = [
    `${formatCount(ledger.accepted)} accepted`,
    `${formatCount(ledger.duplicate)} duplicate`,
    `${formatCount(ledger.quarantined)} quarantined`,
    `${formatCount(ledger.excluded)} excluded`,
  ];
  const saved = output.input_bytes > 0 ? 1 - output.bytes / output.input_bytes : 0;
  const comparison = saved > 0 ? `, ${formatFineShare(saved)} smaller than its input` : "";
  const speed = `${formatNumber(report.seconds, 1)} s, ` +
    `${formatCount(report.rows_per_second)} rows/s`;
  return [
    `${formatCount(ledger.read)} rows = ${parts.join(" + ")}`,
    ...listed("quarantined", report.reasons),
    ...listed("excluded", report.excluded, report.excluded_hours),
    `${formatCount(report.qualified_views)} views by ${formatCount(report.users)} users of ` +
    `${formatCount(report.shows)} shows, ${formatNumber(report.watch_hours, 1)} hours, ` +
    `${formatCount(report.binge_views)} in binges`,
    ...report.expectations.filter(({ passed }) => !passed).map((expectation) =>
      `${expectation.severity === "error" ? "FAILED" : "warning"}  ${expectation.description}: ` +
      `${expectation.observed ?? "no value"}, expected ${expectation.limit}`
    ),
    published
      ? `${output.path}: ${formatBytes(output.bytes)}${comparison}; ${speed}`
      : `${output.path} was not published; ${speed}`,
    ...sent === null ? [] : [
      `Sent ${formatCount(sent.events)} rows to ${EVENTS_TOPIC} and ` +
      `${formatCount(sent.quarantined)} to ${QUARANTINE_TOPIC}`,
    ],
  ].join("\n");
}

function listed(
  what: string,
  counts: Readonly<Record<string, number>>,
  hours: Readonly<Record<string, number>> = {},
): string[] {
  return Object.entries(counts).map(([reason, count]) => {
    const told = hours[reason] === undefined ? "" : `, ${formatNumber(hours[reason], 1)} hours`;
    return `  ${what} ${formatCount(count)} × ${reason}${told}`;
  });
}
