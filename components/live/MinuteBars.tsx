// Views a minute over the last hour of viewing, as bars; the newest minute is not over and so is faint.

import { formatCount } from "../../domain/format.ts";
import type { MinuteViews } from "./minute_window.ts";

/** Fills the width and, with `height` absent, the height that it is given. */
export function MinuteBars({ minutes, height = "100%" }: {
  readonly minutes: readonly MinuteViews[];
  readonly height?: string;
}) {
  const counts = minutes.map(({ views }) => views), most = Math.max(1, ...counts);
  const sum = counts.reduce((all, views) => all + views, 0), width = 100 / minutes.length;
  return (
    <svg
      class="minute-bars"
      width="100%"
      height={height}
      role="img"
      aria-label={`${formatCount(sum)} ${
        sum === 1 ? "view" : "views"
      } in the last hour of viewing, at most ${formatCount(most)} a minute`}
    >
      {counts.map((views, i) => (
        <rect
          key={i}
          class={i === counts.length - 1 ? "bar open" : "bar"}
          x={`${i * width}%`}
          y={`${100 - views / most * 96}%`}
          width={`${width * 0.78}%`}
          height={`${views / most * 96}%`}
          rx="1.5"
        />
      ))}
    </svg>
  );
}
