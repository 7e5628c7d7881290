// The figures of a period, each with how it changed against the period before.

import type { Overview } from "../../domain/answers.ts";
import { formatCount, formatMetric } from "../../domain/format.ts";
import { CARD_METRICS, cardFigure, METRICS } from "../../domain/metrics.ts";
import { Trend } from "../kit/Trend.tsx";

/** Views of a period and of the one before it. */
export interface Comparison {
  readonly now: Overview;
  readonly before: Overview;
  readonly days: number;
}

/** `compared` is null when there is nothing to compare with. */
export function KpiCards({ overview, compared, withFormer }: {
  readonly overview: Overview;
  readonly compared: Comparison | null;
  /** Whether the values of the period before are shown too. */
  readonly withFormer: boolean;
}) {
  return (
    <dl class="stats">
      {CARD_METRICS.map((name) => {
        const { title, explanation, unit } = METRICS[name];
        const before = compared === null ? null : cardFigure(name, compared.before);
        return (
          <div key={name} class="card stat">
            <dt class="stat-label">
              <details class="how">
                <summary>{title}</summary>
                <p>{explanation}</p>
              </details>
            </dt>
            <dd class="stat-value num">{formatMetric(name, cardFigure(name, overview))}</dd>
            {compared !== null && (
              <Change
                now={cardFigure(name, compared.now)}
                before={before}
                days={compared.days}
                isShare={unit === "share"}
                told={withFormer ? formatMetric(name, before) : null}
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
