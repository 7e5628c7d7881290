// Hours of one expectation: what was observed, its limit, and the band of what is usual, in one chart.

import type { WindowExpectation, WindowPoint } from "../../domain/window_answer.ts";
import { formatObserved, formatWhen } from "../../domain/format.ts";

const HEIGHT = 104, PAD = 12;

/** Nothing where no hour had anything to observe. */
export function WindowChart({ expectation }: { readonly expectation: WindowExpectation }) {
  const { points, at_least: least, at_most: most, unit, limit, failed } = expectation;
  const values = points.flatMap(({ observed, band }) => [
    ...(observed === null ? [] : [observed]),
    ...(band ?? []),
  ]);
  if (values.length === 0) return null;
  const limits = [least, most].filter((one) => one !== undefined);
  // A limit that is far above everything would press the values flat: its label says where it is.
  const top = Math.max(...values), near = limits.filter((one) => one <= top * 4 || top === 0);
  const high = Math.max(top, ...near) || 1;
  const y = (value: number) => round(PAD + (1 - Math.min(value, high) / high) * (HEIGHT - 2 * PAD));
  const width = 100 / points.length, x = (index: number) => round((index + 0.5) * width);
  return (
    <svg
      class="expectation-plot"
      width="100%"
      height={HEIGHT}
      role="img"
      aria-label={`${points.length} hours, limit ${limit ?? "none"}, ${failed} failed`}
    >
      {points.map(({ start, band }, index) =>
        band && (
          <rect
            key={start}
            class="usual"
            x={`${round(index * width)}%`}
            width={`${round(width)}%`}
            y={y(band[1])}
            height={Math.max(1, y(band[0]) - y(band[1]))}
          />
        )
      )}
      {near.map((one, index) => (
        <g key={index}>
          <line class="limit" x1="0" x2="100%" y1={y(one)} y2={y(one)} />
          <text
            class="limit-text"
            x="99%"
            y={y(one) < 18 ? y(one) + 13 : y(one) - 4}
            text-anchor="end"
          >
            {formatObserved(one, unit)}
          </text>
        </g>
      ))}
      {points.slice(1).map((point, index) => {
        const before = points[index]!;
        return point.observed === null || before.observed === null ? null : (
          <line
            key={point.start}
            class="observed-line"
            x1={`${x(index)}%`}
            y1={y(before.observed)}
            x2={`${x(index + 1)}%`}
            y2={y(point.observed)}
          />
        );
      })}
      {points.map((point, index) => {
        const { start, observed, passed, usual } = point;
        return observed === null ? null : (
          <circle
            key={start}
            class={passed === false
              ? "observed failed"
              : usual === false
              ? "observed unusual"
              : "observed"}
            cx={`${x(index)}%`}
            cy={y(observed)}
            r={passed === false || usual === false ? 4 : isAlone(points, index) ? 2.5 : 1}
          >
            <title key="tip">{titleOf(point, unit)}</title>
          </circle>
        );
      })}
    </svg>
  );
}

/** A value without neighbours has no line to be seen by. */
function isAlone(points: readonly WindowPoint[], index: number): boolean {
  const has = (at: number) => points[at] !== undefined && points[at].observed !== null;
  return !has(index - 1) && !has(index + 1);
}

function titleOf({ start, observed, band }: WindowPoint, unit: WindowExpectation["unit"]): string {
  const usual = band === null
    ? ""
    : `, usual ${formatObserved(band[0], unit)} to ${formatObserved(band[1], unit)}`;
  return `${formatWhen(start)}: ${formatObserved(observed, unit)}${usual}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
