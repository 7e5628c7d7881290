// The quarantine's answers as text for people.

import { formatCount } from "../../domain/format.ts";
import type { QuarantineItem, QuarantineList } from "../../domain/answers.ts";
import { markOffending } from "../../domain/mark_offending.ts";
import type { RepairCounts, RepairedRow, RepairPreview } from "../../domain/repair.ts";

/** The groups that are asked for, and the rows of the page. */
export function tellList(
  { rows, groups, next_cursor }: QuarantineList,
  asked: { readonly rule?: string | undefined; readonly source?: string | undefined } = {},
): string {
  const fitting = groups.filter(({ rule, source }) =>
    (asked.rule ?? rule) === rule && (asked.source ?? source) === source
  );
  const lines = fitting.map(({ rule, source, rows }) =>
    `${formatCount(rows).padStart(9)}  ${rule.padEnd(38)}  ${source}`
  );
  const total = fitting.reduce((sum, { rows }) => sum + rows, 0);
  return [
    `${formatCount(total)} open rows`,
    ...lines,
    "",
    ...rows.map((row) => `#${row.id}  ${row.status}  ${row.rule}  ${shortText(row)}`),
    ...(next_cursor === null ? [] : [`More with --cursor ${next_cursor}`]),
  ].join("\n");
}

/** One row whole; what broke a rule stands in ›…‹. */
export function tellRow(row: QuarantineItem): string {
  const became = row.replayed_as ?? row.skip_reason;
  return [
    `#${row.id}  ${row.status}${became === null ? "" : ` (${became})`}`,
    `from ${row.source}, line ${row.line}, offset ${row.offset}, taken in ${row.ingested_at}`,
    "",
    marked(row),
    "",
    ...row.reasons.map(({ rule, field, value, expected }) =>
      `${rule}${field === null ? "" : ` (${field})`}: ${
        value === null ? "" : `${JSON.stringify(value)}, `
      }expected ${expected}`
    ),
  ].join("\n");
}

/** `412 of 430 would pass, 18 still break watch_date.invalid.` */
export function tellCounts(counts: RepairCounts, would = "would pass"): string {
  if (counts.tried === 0) return "No open row fits.";
  const broken = Object.entries(counts.broken)
    .map(([rule, rows]) => `, ${formatCount(rows)} still break ${rule}`);
  const skipped = counts.skipped === 0 ? "" : `, ${formatCount(counts.skipped)} are set aside`;
  const unreadable = counts.unreadable === 0
    ? ""
    : `, ${formatCount(counts.unreadable)} cannot be read into fields`;
  return `${formatCount(counts.passes)} of ${formatCount(counts.tried)} ${would}` +
    `${broken.join("")}${skipped}${unreadable}.`;
}

/** The counts, and what changes in the examples. */
export function tellPreview(preview: RepairPreview): string {
  return [tellCounts(preview), ...preview.examples.map(tellExample)].join("\n");
}

function tellExample(row: RepairedRow & { readonly id: number }): string {
  const changes = Object.entries(row.after ?? {})
    .filter(([name, value]) => row.before?.[name] !== value)
    .map(([name, value]) =>
      `${name} ${JSON.stringify(row.before?.[name])} → ${JSON.stringify(value)}`
    );
  const wrong = row.outcome === "broken" ? row.reasons.map(({ rule }) => rule) : [];
  return `  #${row.id} ${row.outcome}  ${
    [...changes, ...wrong, row.skip_reason ?? ""].filter(Boolean).join("; ")
  }`;
}

function marked(row: QuarantineItem): string {
  return markOffending(row).pieces
    .map(({ text, offending }) => offending ? `›${printable(text)}‹` : printable(text)).join("");
}

function shortText(row: QuarantineItem): string {
  const text = marked(row);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

/** A row must not move the cursor of the terminal that it is shown in. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (char) => JSON.stringify(char).slice(1, -1));
}
