// What a repair would make of rows: in a sentence, as a strip that adds up, and by examples.

import { Fragment } from "preact";
import type { RepairCounts, RepairedRow, RepairPreview } from "../../domain/repair.ts";
import { formatCount } from "../../domain/format.ts";

const WORDS = [
  ["passes", "would pass", "part-accepted"],
  ["broken", "still break a rule", "part-quarantined"],
  ["skipped", "are set aside", "part-excluded"],
  ["unreadable", "cannot be read", "part-duplicate"],
] as const;

/** `412 of 430 would pass, 18 still break watch_date.invalid`. */
export function RepairSentence({ counts }: { readonly counts: RepairCounts }) {
  const { tried, passes, skipped, unreadable, broken } = counts;
  return (
    <p class="repair-sentence" role="status">
      <strong class="num">{formatCount(passes)}</strong> of{" "}
      <span class="num">{formatCount(tried)}</span> would pass
      {Object.entries(broken).map(([rule, rows]) => (
        <Fragment key={rule}>
          , <span class="num">{formatCount(rows)}</span> still break <code>{rule}</code>
        </Fragment>
      ))}
      {skipped > 0 && <>, {formatCount(skipped)} are set aside</>}
      {unreadable > 0 && <>, {formatCount(unreadable)} cannot be read into fields</>}.
    </p>
  );
}

/** The same as a strip. */
export function RepairStrip({ counts }: { readonly counts: RepairCounts }) {
  const broken = Object.values(counts.broken).reduce((sum, rows) => sum + rows, 0);
  const rows = { ...counts, broken };
  let from = 0;
  return (
    <svg class="strip" width="100%" height="10" aria-hidden="true">
      <rect class="strip-ground" width="100%" height="10" />
      {WORDS.map(([key, text, kind]) => {
        const width = counts.tried === 0 ? 0 : rows[key] / counts.tried * 100, x = from;
        from += width;
        return width === 0
          ? null
          : (
            <rect key={key} class={kind} x={`${x}%`} width={`${width}%`} height="10">
              <title key="tip">{`${formatCount(rows[key])} ${text}`}</title>
            </rect>
          );
      })}
    </svg>
  );
}

const LABELS: Readonly<Record<RepairedRow["outcome"], readonly [kind: string, text: string]>> = {
  passes: ["good", "passes"],
  broken: ["bad", "still broken"],
  skipped: ["", "set aside"],
  unreadable: ["warn", "not readable"],
};

/** The first rows of each outcome with what changes in them. */
export function RepairExamples({ examples }: { readonly examples: RepairPreview["examples"] }) {
  if (examples.length === 0) return null;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Examples of repaired rows">
      <table class="table examples">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Outcome</th>
            <th scope="col">What changes, or what is still wrong</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(examples).map((example) => (
            <tr key={example.id}>
              <th scope="row" class="num">
                <a href={`/quality/quarantine?id=${example.id}&status=`}>#{example.id}</a>
              </th>
              <td>
                <span class={`badge ${LABELS[example.outcome][0]}`}>
                  {LABELS[example.outcome][1]}
                </span>
              </td>
              <td>
                <Changes row={example} />
                {example.outcome === "broken" &&
                  example.reasons.map(({ rule, field, value, expected }) => (
                    <p key={rule} class="still">
                      <code>{field ?? "row"}</code> {value !== null && <q>{value}</q>}{" "}
                      <span class="muted">expected {expected}</span>
                    </p>
                  ))}
                {example.skip_reason !== null && <p class="muted">{example.skip_reason}</p>}
                {example.outcome === "unreadable" && (
                  <p class="muted">Its text cannot be read into fields: change the row's text.</p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Changes({ row: { before, after } }: { readonly row: RepairedRow }) {
  if (after === null) return null;
  const names = Object.keys(after).filter((name) => before?.[name] !== after[name]);
  const shown = before === null ? names.filter((name) => after[name] !== "").slice(0, 4) : names;
  return (
    <>
      {shown.map((name) => (
        <p key={name} class="change">
          <code>{name}</code> {before !== null && (
            <>
              <del>{text(before[name])}</del> →{" "}
            </>
          )}
          <ins>{text(after[name])}</ins>
        </p>
      ))}
    </>
  );
}

function text(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Passing rows first. */
function inOrder(examples: RepairPreview["examples"]): RepairPreview["examples"] {
  const place = ({ outcome }: RepairedRow) => WORDS.findIndex(([word]) => word === outcome);
  return examples.toSorted((a, b) => place(a) - place(b));
}
