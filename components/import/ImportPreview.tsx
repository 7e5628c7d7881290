// What a file would come to: its ledger, and for every row that is no view, why.

import type { ImportPreview as Preview } from "../../domain/file_import.ts";
import { EXCLUSION_NAMES, type QuarantinedRow } from "../../domain/rule.ts";
import { formatCount, formatDate, formatHours } from "../../domain/format.ts";
import { LEDGER_PARTS } from "../quality/ledger_parts.ts";
import { LedgerStrip } from "../quality/LedgerStrip.tsx";
import { RuleName } from "../quality/RuleName.tsx";

export function ImportPreview({ preview }: { readonly preview: Preview }) {
  const { ledger, reasons, excluded, excluded_hours, examples, ignored_columns } = preview;
  return (
    <>
      <p class="import-sum num">
        <strong>{formatCount(ledger.read)}</strong> rows →{" "}
        <strong>{formatCount(ledger.accepted)}</strong> views
      </p>
      <LedgerStrip ledger={ledger} height={14} />
      <ul class="import-parts num">
        {LEDGER_PARTS.map(({ key, word, kind }) => (
          <li key={key}>
            <svg width="10" height="10" aria-hidden="true">
              <rect class={kind} width="10" height="10" rx="2" />
            </svg>{" "}
            {formatCount(ledger[key])} {word}
          </li>
        ))}
      </ul>
      <p>{tellFigures(preview)}</p>
      {ledger.duplicate > 0 && (
        <p class="muted">
          Duplicates repeat a row of this file: the same user, show, start and length, or the same
          event id. The longest stays.
        </p>
      )}
      {Object.keys(excluded).length > 0 && (
        <p class="muted">
          Left out on purpose: {Object.entries(excluded).map(([reason, rows]) =>
            `${formatCount(rows)} ${EXCLUSION_NAMES[reason] ?? reason} ` +
            `(${formatHours(excluded_hours[reason] ?? 0)} hours)`
          ).join(", ")}.
        </p>
      )}
      {Object.entries(reasons).sort(([, a], [, b]) => b - a).map(([rule, rows]) => (
        <BrokenRule key={rule} rule={rule} rows={rows} examples={examples} />
      ))}
      {preview.replaces.map((source) => (
        <p key={source}>
          Takes the place of the import of{" "}
          <strong>{source}</strong>, read under older rules: its rows are removed.
        </p>
      ))}
      {ignored_columns.length > 0 && (
        <p class="muted">Columns that nothing uses: {ignored_columns.join(", ")}.</p>
      )}
    </>
  );
}

function tellFigures(preview: Preview): string {
  const { qualified_views, watch_hours, binge_views, users, shows } = preview;
  const { first_watch_date: first, last_watch_date: last } = preview;
  if (first === null || last === null) return "There is no view in it.";
  return `${formatCount(qualified_views)} views of two minutes or more, ` +
    `${formatHours(watch_hours)} hours by ${formatCount(users)} users of ` +
    `${formatCount(shows)} shows, ${formatCount(binge_views)} in binges; ` +
    `from ${formatDate(first, "UTC")} to ${formatDate(last, "UTC")}.`;
}

function BrokenRule({ rule, rows, examples }: {
  readonly rule: string;
  readonly rows: number;
  readonly examples: readonly QuarantinedRow[];
}) {
  const own = examples.filter(({ reasons }) => reasons[0]!.rule === rule);
  const expected = own[0]?.reasons[0]?.expected;
  return (
    <details class="import-rule">
      <summary>
        <span class="num">{formatCount(rows)}</span> ×{" "}
        <code>
          <RuleName rule={rule} />
        </code>
      </summary>
      {expected && <p class="muted">Expected {expected}.</p>}
      <ol>
        {own.map(({ line, raw, encoding }) => (
          <li key={line}>
            <span class="muted num">line {formatCount(line)}{encoding && ", as base64"}</span>
            <pre>{raw}</pre>
          </li>
        ))}
      </ol>
      <p class="muted">These rows are kept whole in the quarantine, to be repaired.</p>
    </details>
  );
}
