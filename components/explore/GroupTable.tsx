// Groups with their rows, share, sum and mean.

import type { FileShape } from "../../client/parquet/file_shape.ts";
import type { Grouping, RowGroupTotal } from "../../client/parquet/group_rows.ts";
import { formatCount, formatShare } from "../people/format.ts";
import { groupName } from "./GroupChart.tsx";

export function GroupTable({ grouping, shape, rows }: {
  readonly grouping: Grouping;
  readonly shape: FileShape;
  /** Of all groups together. */
  readonly rows: number;
}) {
  const { by, measure, groups, groupCount } = grouping;
  const number = (value: number | null) =>
    value === null ? "–" : value.toLocaleString("en", { maximumFractionDigits: 3 });
  const sumOf = ({ sum, exactSum }: RowGroupTotal) =>
    exactSum === null ? number(sum) : exactSum.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
  return (
    <div class="card table-scroll" tabIndex={0} role="region" aria-label="Groups as a table">
      <table class="table">
        <caption class="muted">
          {groups.length < groupCount
            ? `The ${formatCount(groups.length)} groups with most rows of ${
              formatCount(groupCount)
            }`
            : `${formatCount(groupCount)} groups`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{by.join(" · ")}</th>
            <th scope="col" class="num">rows</th>
            <th scope="col" class="num">share</th>
            {measure !== null && <th scope="col" class="num">sum of {measure}</th>}
            {measure !== null && <th scope="col" class="num">mean</th>}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={JSON.stringify(group.keys.map(String))}>
              <th scope="row">
                <bdi>{groupName(group, grouping, shape)}</bdi>
              </th>
              <td class="num">{formatCount(group.rows)}</td>
              <td class="num">{formatShare(group.rows / Math.max(1, rows))}</td>
              {measure !== null && <td class="num">{sumOf(group)}</td>}
              {measure !== null && <td class="num">{number(group.mean)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
