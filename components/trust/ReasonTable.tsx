// Each rule that rows broke: how many, how that went by hour, and the way to the rows.

import type { LedgerHours } from "../../domain/answers.ts";
import { RULE_EXPECTATIONS, RULE_IDS } from "../../domain/rule.ts";
import { TrendLine } from "../people/TrendLine.tsx";
import { formatCount, formatSmallShare } from "./format_trust.ts";
import { RuleName } from "./RuleName.tsx";
import { hourSlots } from "./hour_slots.ts";

/** `reasons` are rows by the first rule they broke; rows that were replayed are counted no more. */
export function ReasonTable({ reasons, hours, read }: {
  readonly reasons: Readonly<Record<string, number>>;
  readonly hours: LedgerHours["hours"];
  readonly read: number;
}) {
  const slots = hourSlots(hours);
  const broken = RULE_IDS.filter((rule) => (reasons[rule] ?? 0) > 0)
    .toSorted((a, b) => (reasons[b] ?? 0) - (reasons[a] ?? 0));
  if (broken.length === 0) return <p class="empty">No row breaks a rule.</p>;
  const most = reasons[broken[0]!] ?? 1;
  return (
    <ul class="reasons">
      {broken.map((rule) => {
        const rows = reasons[rule] ?? 0;
        return (
          <li key={rule}>
            <div class="reason-name">
              <a href={`/quality/quarantine?rule=${rule}`} class="mono">
                <RuleName rule={rule} />
              </a>
              <p class="muted">expected {RULE_EXPECTATIONS[rule]}</p>
            </div>
            <TrendLine values={slots.map(({ hour }) => hour.reasons[rule] ?? 0)} />
            <div class="reason-rows num">
              <strong>{formatCount(rows)}</strong>
              <span class="muted">{read === 0 ? "" : formatSmallShare(rows / read)}</span>
            </div>
            <svg class="reason-bar" width="100%" height="3" aria-hidden="true">
              <rect class="part-quarantined" width={`${rows / most * 100}%`} height="3" />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}
