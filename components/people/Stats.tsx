// A row of figures with their names.

import type { ComponentChildren } from "preact";

/** A figure: its value as text, and a few words more. */
export interface Stat {
  readonly label: string;
  readonly value: string;
  readonly note?: ComponentChildren;
}

/** A list of terms, so that each value is read out with its name. */
export function Stats({ stats }: { readonly stats: readonly Stat[] }) {
  return (
    <dl class="stats">
      {stats.map(({ label, value, note }) => (
        <div key={label} class="card stat">
          <dt class="stat-label">{label}</dt>
          <dd class="stat-value num">{value}</dd>
          {note !== undefined && <dd class="stat-note muted">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
