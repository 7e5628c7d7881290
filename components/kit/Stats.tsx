// A row of figures with their names.

import type { ComponentChildren } from "preact";
import { type MetricId, METRICS } from "../../domain/metrics.ts";
import { formatMetric } from "../../domain/format.ts";

/** A figure: its value as text, and a few words more. */
export interface Stat {
  readonly label: string;
  /** How it is computed, for the details of the label. */
  readonly how?: string;
  readonly value: string;
  readonly note?: ComponentChildren;
}

/** A metric's figure: its title, how it is computed, and its value as it reads. */
export function statOf(
  metric: MetricId,
  { value, note }: { readonly value: number | null | undefined; readonly note?: ComponentChildren },
): Stat {
  const { title, explanation } = METRICS[metric];
  return { label: title, how: explanation, value: formatMetric(metric, value), note };
}

/** A list of terms, so that each value is read out with its name. */
export function Stats({ stats }: { readonly stats: readonly Stat[] }) {
  return (
    <dl class="stats">
      {stats.map(({ label, how, value, note }) => (
        <div key={label} class="card stat">
          <dt class="stat-label">
            {how === undefined ? label : (
              <details class="how">
                <summary>{label}</summary>
                <p>{how}</p>
              </details>
            )}
          </dt>
          <dd class="stat-value num">{value}</dd>
          {note !== undefined && <dd class="stat-note muted">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
