// A bad row as it was read: its exact text with the offending part marked, and the rules it broke.

import { formatCount } from "../../domain/format.ts";
import { markOffending } from "../../domain/mark_offending.ts";
import type { QuarantinedRow, Reason } from "../../domain/rule.ts";
import { VisibleText } from "../kit/VisibleText.tsx";
import { RuleName } from "../quality/RuleName.tsx";

/** `label` names the row for those who hear it. */
export function RawRow({ row, label }: { readonly row: QuarantinedRow; readonly label: string }) {
  const { pieces, cut } = markOffending(row);
  return (
    <>
      <pre class="raw" dir="ltr" tabIndex={0} role="region" aria-label={label}><code>{
        pieces.map(({ text, offending }, index) =>
          offending
            ? <mark key={index}><VisibleText text={text} /></mark>
            : <span key={index}><VisibleText text={text} /></span>
        )
      }</code></pre>
      {row.encoding === "base64" && (
        <p class="muted note">It is not UTF-8: bytes that are no text stand as \x…</p>
      )}
      {cut && (
        <p class="muted note">
          A part of it: the row has {formatCount(row.raw.length)} characters.
        </p>
      )}
    </>
  );
}

/** What was found and what was expected, rule by rule. */
export function BrokenRules({ reasons }: { readonly reasons: readonly Reason[] }) {
  return (
    <ul class="bad-reasons">
      {reasons.map(({ rule, field, value, expected }) => (
        <li key={rule + field}>
          <code>
            <RuleName rule={rule} />
          </code>{" "}
          {value !== null &&
            (value === "" ? <em>empty</em> : (
              <q>
                <VisibleText text={value} />
              </q>
            ))} <span class="muted">expected {expected}</span>
        </li>
      ))}
    </ul>
  );
}
