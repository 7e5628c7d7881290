// The largest groups as bars: by day in the order of time, else by rows.

import { DAY_MS } from "../../domain/time.ts";
import { type Key, keyText } from "../../client/parquet/values/cell.ts";
import type { FileShape } from "../../client/parquet/file/file_shape.ts";
import type { Grouping, RowGroupTotal } from "../../client/parquet/questions/group_rows.ts";
import { formatCompact, formatCount } from "../../domain/format.ts";

const BARS = 16, DAYS = 400;

interface Props {
  readonly grouping: Grouping;
  readonly shape: FileShape;
}

/** Names of a group, days without their midnight. */
export function groupName(
  { keys }: RowGroupTotal,
  { by }: Grouping,
  { columns }: FileShape,
): string {
  return keys.map((key: Key, i) => {
    const kind = columns.find(({ name }) => name === by[i])?.kind ?? "text";
    return keyText(key, kind).replace(/T00:00:00.000Z$/, "");
  }).join(" · ");
}

export function GroupChart({ grouping, shape }: Props) {
  const { by, groups } = grouping;
  const isTime = by.length === 1 &&
    shape.columns.find(({ name }) => name === by[0])?.kind === "time";
  if (groups.length === 0) return null;
  return isTime ? <Days {...{ grouping, shape }} /> : <Bars {...{ grouping, shape }} />;
}

function Bars({ grouping, shape }: Props) {
  const shown = grouping.groups.slice(0, BARS), most = valueOf(shown[0]!, grouping);
  const largest = Math.max(...shown.map((group) => Math.abs(valueOf(group, grouping))), most);
  return (
    <figure class="card">
      <figcaption class="muted">{titleOf(grouping, shown.length)}</figcaption>
      <ul class="group-bars">
        {shown.map((group) => {
          const value = valueOf(group, grouping);
          return (
            <li key={JSON.stringify(group.keys.map(String))}>
              <bdi>{groupName(group, grouping, shape)}</bdi>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect
                  width={largest === 0 ? 0 : Math.max(0.3, 100 * Math.abs(value) / largest)}
                  height="10"
                />
              </svg>
              <span class="num">{formatCompact(value)}</span>
            </li>
          );
        })}
      </ul>
    </figure>
  );
}

function Days({ grouping, shape }: Props) {
  const shown = grouping.groups.filter(({ keys }) => keys[0] !== null)
    .toSorted((a, b) => Number(a.keys[0]) - Number(b.keys[0])).slice(-DAYS);
  const largest = Math.max(...shown.map((group) => valueOf(group, grouping)), 0);
  const first = Number(shown[0]?.keys[0]), last = Number(shown.at(-1)?.keys[0]);
  const days = (last - first) / DAY_MS + 1, width = 100 / days;
  return (
    <figure class="card">
      <figcaption class="muted">{titleOf(grouping, shown.length)}</figcaption>
      <svg
        class="day-chart"
        viewBox="0 0 100 40"
        preserveAspectRatio="none"
        role="img"
        aria-label="Bars by day; the table below has the numbers"
      >
        {shown.map((group) => {
          const value = valueOf(group, grouping);
          const height = largest === 0 ? 0 : 40 * Math.max(0, value) / largest;
          const x = (Number(group.keys[0]) - first) / DAY_MS * width;
          return (
            <rect
              key={String(group.keys[0])}
              x={x}
              y={40 - height}
              width={width * 0.86}
              height={height}
            >
              <title key="tip">
                {`${groupName(group, grouping, shape)}: ${formatCount(Math.round(value))}`}
              </title>
            </rect>
          );
        })}
      </svg>
      <p class="range num muted">
        <span>{shown.length > 0 && groupName(shown[0]!, grouping, shape)}</span>
        <span>most: {formatCompact(largest)}</span>
        <span>{shown.length > 0 && groupName(shown.at(-1)!, grouping, shape)}</span>
      </p>
    </figure>
  );
}

function valueOf({ rows, sum }: RowGroupTotal, { measure }: Grouping): number {
  return measure === null ? rows : sum ?? 0;
}

function titleOf({ by, measure, groupCount }: Grouping, shown: number): string {
  const what = measure === null ? "Rows" : `Sum of ${measure}`;
  const part = shown < groupCount
    ? `, the ${shown} with most rows of ${formatCount(groupCount)}`
    : "";
  return `${what} by ${by.join(" and ")}${part}`;
}
