// The figures of a period, each with how it changed against the period before.

import type { Overview } from "../../domain/answers.ts";
import { METRICS } from "../../domain/metric_catalog.ts";
import { formatCount, formatHours, formatShare } from "../../domain/format.ts";
import { Trend } from "../kit/Trend.tsx";

type KpiName =
  | "qualified_views"
  | "watch_hours"
  | "users"
  | "mean_completion_rate"
  | "binge_share"
  | "mean_engagement_score";

/** Views of a period and of the one before it. */
export interface Comparison {
  readonly now: Overview;
  readonly before: Overview;
  readonly days: number;
}

const NAMES: readonly KpiName[] = [
  ...["qualified_views", "watch_hours", "users"] as const,
  ...["mean_completion_rate", "binge_share", "mean_engagement_score"] as const,
];

/** Those that are told in percent. */
const SHARES: ReadonlySet<KpiName> = new Set<KpiName>(["mean_completion_rate", "binge_share"]);

/** `compared` is null when there is nothing to compare with. */
export function KpiCards({ overview, compared, withFormer }: {
  readonly overview: Overview;
  readonly compared: Comparison | null;
  /** Whether the values of the period before are shown too. */
  readonly withFormer: boolean;
}) {
  return (
    <dl class="stats">
      {NAMES.map((name) => {
        const { title, how } = METRICS[name];
        return (
          <div key={name} class="card stat">
            <dt class="stat-label">
              <details class="how">
                <summary>{title}</summary>
                <p>{how}</p>
              </details>
            </dt>
            <dd class="stat-value num">{tell(name, valueOf(name, overview))}</dd>
            {compared !== null && (
              <Change
                now={valueOf(name, compared.now)}
                before={valueOf(name, compared.before)}
                days={compared.days}
                isShare={SHARES.has(name)}
                told={withFormer ? tell(name, valueOf(name, compared.before)) : null}
              />
            )}
          </div>
        );
      })}
    </dl>
  );
}

function Change({ now, before, days, isShare, told }: {
  readonly now: number | null;
  readonly before: number | null;
  readonly days: number;
  readonly isShare: boolean;
  /** The value before, when it is to be shown. */
  readonly told: string | null;
}) {
  const span = days >= 1 ? `${formatCount(Math.round(days))} d` : `${Math.round(days * 24)} h`;
  return (
    <dd class="stat-note muted">
      <Trend now={now} before={before} span={span} isShare={isShare} />
      {told !== null && ` (${told})`}
    </dd>
  );
}

function valueOf(name: KpiName, overview: Overview): number | null {
  if (name !== "binge_share") return overview[name];
  const { binge_views, qualified_views } = overview;
  return qualified_views === 0 ? null : binge_views / qualified_views;
}

function tell(name: KpiName, value: number | null): string {
  if (value === null) return "–";
  if (name === "watch_hours") return formatHours(value);
  if (name === "mean_engagement_score") return value.toFixed(2);
  return SHARES.has(name) ? formatShare(value) : formatCount(value);
}
