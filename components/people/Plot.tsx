// The frame of a chart: axes whose text keeps its size at any width, and the place that is pointed at.

import type { ComponentChildren } from "preact";

/** Pixels of the plotted area, and of the space above it where a place is told. */
const HEIGHT = 200, ABOVE = 22;

/** A mark on the lower axis, `at` percent from the left. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Where a share of the left axis lies, in pixels from the top. */
export function yOf(share: number): number {
  return Math.round((ABOVE + (1 - share) * HEIGHT) * 10) / 10;
}

/**
 * `label` tells the chart in words, as its inside is hidden from screen readers: a table stands by it.
 * What is inside measures from the left in percent and from the top by {@link yOf}.
 */
export function Plot({ label, top, tell, ticks, children }: {
  readonly label: string;
  /** The value at the upper end of the left axis. */
  readonly top: number;
  readonly tell: (value: number) => string;
  readonly ticks: readonly Tick[];
  readonly children: ComponentChildren;
}) {
  const shares = [0, 0.25, 0.5, 0.75, 1];
  return (
    <div class="plot" role="img" aria-label={label}>
      <svg class="plot-y" width="48" height={ABOVE + HEIGHT + 6}>
        {shares.map((share) => (
          <text key={share} x="40" y={yOf(share) + 4} text-anchor="end">{tell(share * top)}</text>
        ))}
      </svg>
      <svg class="plot-area" width="100%" height={ABOVE + HEIGHT + 6}>
        {shares.map((share) => (
          <line key={share} class="plot-grid" x1="0" x2="100%" y1={yOf(share)} y2={yOf(share)} />
        ))}
        {children}
      </svg>
      <svg class="plot-x" width="100%" height="18">
        {ticks.map(({ at, text }) => (
          <text
            key={at}
            x={`${at}%`}
            y="12"
            text-anchor={at < 3 ? "start" : at > 97 ? "end" : "middle"}
          >
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** A line through `[percent, share]` points, with the area below it; null is a gap. */
export function PlotLine(
  { points }: { readonly points: readonly (readonly [number, number | null])[] },
) {
  const known = points.filter((point): point is readonly [number, number] => point[1] !== null);
  const y = (share: number) => round((1 - share) * 100);
  let line = "", isDown = false;
  for (const [x, share] of points) {
    if (share !== null) line += `${isDown ? "L" : "M"}${round(x)} ${y(share)}`;
    isDown = share !== null;
  }
  const hasGap = known.length < points.length, first = known[0], last = known.at(-1);
  return (
    <svg
      y={ABOVE}
      width="100%"
      height={HEIGHT}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      class="plot-line"
    >
      {!hasGap && first && last && (
        <path class="plot-fill" d={`${line}L${round(last[0])} 100L${round(first[0])} 100Z`} />
      )}
      <path class="plot-stroke" d={line} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

/** A bar from `y` to the axis, on `[from, from + width]` percent. */
export function PlotBar({ kind, from, width, above = 0, share }: {
  /** The class of its colour. */
  readonly kind: string;
  readonly from: number;
  readonly width: number;
  /** The share it stands upon. */
  readonly above?: number;
  readonly share: number;
}) {
  return (
    <rect
      class={kind}
      x={`${round(from)}%`}
      y={yOf(above + share)}
      width={`${round(width)}%`}
      height={round(share * HEIGHT)}
    />
  );
}

/** The strip of a chart that tells `text` while it is pointed at, with a dot at `share` if there is one. */
export function PlotPlace({ from, width, share, text }: {
  readonly from: number;
  readonly width: number;
  readonly share?: number;
  readonly text: string;
}) {
  const middle = from + width / 2, at = `${round(middle)}%`;
  return (
    <g class="place">
      <rect x={`${round(from)}%`} y="0" width={`${round(width)}%`} height={ABOVE + HEIGHT} />
      <line x1={at} x2={at} y1={ABOVE} y2={ABOVE + HEIGHT} />
      {share !== undefined && <circle cx={at} cy={yOf(share)} r="4.5" />}
      <text x={at} y="12" text-anchor={middle < 25 ? "start" : middle > 75 ? "end" : "middle"}>
        {text}
      </text>
    </g>
  );
}

/** The next of 1, 2, 2.5, 4, 5 and 10 × a power of ten: an axis up to it has round numbers. */
export function axisTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([1, 2, 2.5, 4, 5, 10].find((step) => step * power >= most) ?? 10);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
