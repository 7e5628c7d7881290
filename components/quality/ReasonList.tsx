// The rules that rows broke: how many rows each, and what the rule asks for.

import type { ComponentChildren } from "preact";
import { formatCount, formatFineShare } from "../../domain/format.ts";
import { RULE_EXPECTATIONS } from "../../domain/rule.ts";
import { TrendLine } from "../charts/TrendLine.tsx";
import { RuleName } from "./RuleName.tsx";

/** `reasons` are rows by the first rule they broke, out of `read` rows; those that come back count no more. */
export function ReasonList({ reasons, read, trendOf, hrefOf, below }: {
  readonly reasons: Readonly<Record<string, number>>;
  readonly read: number;
  /** A rule's rows over time. */
  readonly trendOf?: (rule: string) => readonly number[];
  /** Where its rows are. */
  readonly hrefOf?: (rule: string) => string;
  /** What stands below a rule; the most frequent one is at place 0. */
  readonly below?: (rule: string, place: number) => ComponentChildren;
}) {
  const broken = Object.entries(reasons).filter(([, rows]) => rows > 0)
    .toSorted(([, a], [, b]) => b - a);
  if (broken.length === 0) return <p class="empty">No row breaks a rule.</p>;
  const most = broken[0]![1];
  return (
    <ul class="reasons">
      {broken.map(([rule, rows], place) => (
        <li key={rule}>
          <div class="reason-name">
            {hrefOf === undefined
              ? (
                <code>
                  <RuleName rule={rule} />
                </code>
              )
              : (
                <a href={hrefOf(rule)} class="mono">
                  <RuleName rule={rule} />
                </a>
              )}
            <Expectation rule={rule} />
          </div>
          {trendOf !== undefined && <TrendLine values={trendOf(rule)} />}
          <div class="reason-rows num">
            <strong>{formatCount(rows)}</strong>
            <span class="muted">{read === 0 ? "" : formatFineShare(rows / read)}</span>
          </div>
          <svg class="reason-bar" width="100%" height="3" aria-hidden="true">
            <rect class="part-quarantined" width={`${rows / most * 100}%`} height="3" />
          </svg>
          {below?.(rule, place)}
        </li>
      ))}
    </ul>
  );
}

/** Of a rule that there is no more nothing is said. */
function Expectation({ rule }: { readonly rule: string }) {
  const expected = (RULE_EXPECTATIONS as Readonly<Record<string, string>>)[rule];
  return expected === undefined ? null : <p class="muted">expected {expected}</p>;
}
