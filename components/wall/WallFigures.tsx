// The wall's large figures.

import type { LiveState } from "../../domain/live_message.ts";
import { formatCount, formatHours, formatShare } from "../../domain/format.ts";
import { bingeShare } from "../../domain/metrics.ts";

/** `pace`: views a minute lately. */
export function WallFigures({ state, pace }: {
  readonly state: LiveState | null;
  readonly pace: number | null;
}) {
  const totals = state?.totals;
  const figures = [
    { text: "views a minute", note: "mean of five minutes", value: pace && formatHours(pace) },
    {
      text: "users active",
      note: "in the last five minutes",
      value: state && formatCount(state.active_users),
    },
    { text: "views", note: "in all", value: totals && formatCount(totals.qualified_views) },
    { text: "hours watched", note: "in all", value: totals && formatHours(totals.watch_hours) },
    {
      text: "of views in binges",
      note: "three episodes in a sitting",
      value: totals && totals.qualified_views > 0 &&
        formatShare(bingeShare(totals)!),
    },
  ];
  return (
    <dl class="wall-figures">
      {figures.map(({ text, note, value }, i) => (
        <div key={text} class={i === 0 ? "first" : ""}>
          <dd class="num">{value || (value === 0 ? "0" : "–")}</dd>
          <dt>
            {text} <span class="muted">{note}</span>
          </dt>
        </div>
      ))}
    </dl>
  );
}
