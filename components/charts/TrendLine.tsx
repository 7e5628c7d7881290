// A show's views over time as a small line, for tables.

const WIDTH = 120, HEIGHT = 26;

/**
 * The last point is of a time that is not over, or cut by the period's end: the way to it is dashed, and
 * the one before is marked. What the line shows stands in the table's head.
 */
export function TrendLine({ values }: { readonly values: readonly number[] }) {
  if (values.length < 2) return null;
  const most = Math.max(1, ...values);
  const x = (i: number) => round(2 + i / (values.length - 1) * (WIDTH - 6));
  const y = (value: number) => round(HEIGHT - 3 - value / most * (HEIGHT - 6));
  const last = values.length > 2 ? values.length - 2 : values.length - 1;
  const lineOf = (from: number, to: number) =>
    values.slice(from, to + 1).map((value, i) => `${i === 0 ? "M" : "L"}${x(from + i)} ${y(value)}`)
      .join("");
  const line = lineOf(0, last);
  return (
    <svg
      class="trend-line"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path class="plot-fill" d={`${line}L${x(last)} ${HEIGHT}L${x(0)} ${HEIGHT}Z`} />
      <path class="plot-stroke" d={line} />
      <path class="plot-stroke open" d={lineOf(last, values.length - 1)} />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r="2" />
    </svg>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
