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
export function Plot({ label, top, tell, ticks, isLinked = false, children }: {
  readonly label: string;
  /** The value at the upper end of the left axis. */
  readonly top: number;
  readonly tell: (value: number) => string;
  readonly ticks: readonly Tick[];
  /** Whether places lead somewhere: a picture as such holds no links. */
  readonly isLinked?: boolean;
  readonly children: ComponentChildren;
}) {
  const shares = [0, 0.25, 0.5, 0.75, 1];
  return (
    <div class="plot" role={isLinked ? "group" : "img"} aria-label={label}>
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

/**
 * A line through `[percent, share]` points, with the area below it; null is a gap. With `isOpen` the last
 * point is of a time that is not over: the way to it is dashed.
 */
export function PlotLine({ points, isOpen = false, isFormer = false }: {
  readonly points: readonly (readonly [number, number | null])[];
  readonly isOpen?: boolean;
  /** Of the period before: faint, without an area. */
  readonly isFormer?: boolean;
}) {
  const whole = isOpen && points.length > 2 ? points.slice(0, -1) : points;
  const first = whole[0], last = whole.at(-1), line = pathOf(whole);
  const hasGap = whole.some(([, share]) => share === null);
  return (
    <svg
      class={isFormer ? "plot-line former" : "plot-line"}
      y={ABOVE}
      width="100%"
      height={HEIGHT}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
    >
      {!hasGap && !isFormer && first && last && (
        <path class="plot-fill" d={`${line}L${round(last[0])} 100L${round(first[0])} 100Z`} />
      )}
      <path class="plot-stroke" d={line} vector-effect="non-scaling-stroke" />
      {whole.length < points.length && (
        <path
          class="plot-stroke open"
          d={pathOf(points.slice(-2))}
          vector-effect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}

function pathOf(points: readonly (readonly [number, number | null])[]): string {
  let line = "", isDown = false;
  for (const [x, share] of points) {
    if (share !== null) line += `${isDown ? "L" : "M"}${round(x)} ${round((1 - share) * 100)}`;
    isDown = share !== null;
  }
  return line;
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

/**
 * The strip of a chart that tells `text` while it is pointed at, with a dot at `share` if there is one. With
 * `href` it leads there; the chart's table has the same links for keys.
 */
export function PlotPlace({ from, width, share, text, href }: {
  readonly from: number;
  readonly width: number;
  readonly share?: number;
  readonly text: string;
  readonly href?: string | undefined;
}) {
  const middle = from + width / 2, at = `${round(middle)}%`;
  const place = (
    <g class="place">
      <rect x={`${round(from)}%`} y="0" width={`${round(width)}%`} height={ABOVE + HEIGHT} />
      <line x1={at} x2={at} y1={ABOVE} y2={ABOVE + HEIGHT} />
      {share !== undefined && <circle cx={at} cy={yOf(share)} r="4.5" />}
      <text x={at} y="12" text-anchor={middle < 25 ? "start" : middle > 75 ? "end" : "middle"}>
        {text}
      </text>
    </g>
  );
  return href === undefined ? place : <a href={href} tabIndex={-1} aria-label={text}>{place}</a>;
}

/** An axis up to it has round numbers at its quarters, whole ones for counts. */
export function axisTop(most: number): number {
  if (most <= 0) return 1;
  if (most > 1 && most <= 20) return [4, 8, 12, 16, 20].find((top) => top >= most) ?? 20;
  const power = 10 ** Math.floor(Math.log10(most));
  return power *
    ([1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].find((step) => step * power >= most) ?? 10);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
