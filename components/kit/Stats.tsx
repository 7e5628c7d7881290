// A row of figures with their names.

import type { ComponentChildren } from "preact";
import { METRICS } from "../../domain/metric_catalog.ts";

/** A figure: its value as text, and a few words more. */
export interface Stat {
  readonly label: string;
  /** How it is computed, for the details of the label. */
  readonly how?: string;
  readonly value: string;
  readonly note?: ComponentChildren;
}

/** A figure of the metric catalog: its title, and how it is computed. */
export function statOf(
  metric: keyof typeof METRICS,
  { value, note }: { readonly value: string; readonly note?: ComponentChildren },
): Stat {
  const { title, how } = METRICS[metric];
  return { label: title, how, value, note };
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
