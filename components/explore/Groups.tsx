// Groups of the shown rows by one or two columns, as a chart and a table.

import { FILTER_COLUMNS } from "../../domain/columns.ts";
import { useEffect, useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import type { FileShape } from "../../client/parquet/file/file_shape.ts";
import type { Grouping, RowGroupTotal } from "../../client/parquet/questions/group_rows.ts";
import { GroupChart, groupName } from "./GroupChart.tsx";
import { formatCount, formatNumber, formatShare } from "../../domain/format.ts";

interface Props {
  readonly explorer: Explorer;
  readonly shape: FileShape;
}

export function Groups({ explorer, shape }: Props) {
  const { groupBy, measure } = explorer.view.value, looked = explorer.looked.value;
  const [grouping, setGrouping] = useState<Grouping | null>(null);
  const by = groupBy.length > 0 ? groupBy : [suggestedColumn(shape)];
  const asked = JSON.stringify([by, measure]);
  useEffect(() => {
    if (looked === null) return;
    setGrouping(null);
    explorer.ask("group", { by, measure })
      .then(setGrouping, (error) => explorer.report(error));
  }, [looked, asked]);
  return (
    <section class="groups" aria-label="Groups">
      <GroupForm explorer={explorer} shape={shape} by={by} />
      {grouping === null ? <p class="muted">counting…</p> : (
        <>
          <GroupChart grouping={grouping} shape={shape} />
          <GroupTable grouping={grouping} shape={shape} rows={looked?.count ?? 0} />
        </>
      )}
    </section>
  );
}

function GroupForm({ explorer, shape, by }: Props & { readonly by: readonly string[] }) {
  const { measure } = explorer.view.value;
  const names = shape.columns.filter(({ kind }) => kind !== "other").map(({ name }) => name);
  const measures = shape.columns.filter(({ kind }) => kind === "number" || kind === "boolean");
  const choose = (groupBy: readonly string[]) => explorer.go({ groupBy: groupBy.filter(Boolean) });
  return (
    <div class="group-form">
      <label class="field">
        Group by
        <select
          value={by[0]!}
          onChange={({ currentTarget }) => choose([currentTarget.value, ...by.slice(1)])}
        >
          {names.map((name) => <option key={name}>{name}</option>)}
        </select>
      </label>
      <label class="field">
        and by
        <select
          value={by[1] ?? ""}
          onChange={({ currentTarget }) => choose([by[0]!, currentTarget.value])}
        >
          <option value="">nothing else</option>
          {names.filter((name) => name !== by[0]).map((name) => <option key={name}>{name}</option>)}
        </select>
      </label>
      <label class="field">
        Sum and mean of
        <select
          value={measure ?? ""}
          onChange={({ currentTarget }) => explorer.go({ measure: currentTarget.value || null })}
        >
          <option value="">rows only</option>
          {measures.map(({ name }) => <option key={name}>{name}</option>)}
        </select>
      </label>
      <p class="muted">Times are grouped by day (UTC).</p>
    </div>
  );
}

/** A text with few values reads best; the file's own order decides among them. */
function suggestedColumn({ columns }: FileShape): string {
  const wanted = [...FILTER_COLUMNS, "show_name"];
  return wanted.find((name) => columns.some((column) => column.name === name)) ??
    columns.find(({ kind }) => kind === "text" || kind === "boolean")?.name ?? columns[0]?.name ??
    "";
}

function GroupTable({ grouping, shape, rows }: {
  readonly grouping: Grouping;
  readonly shape: FileShape;
  /** Of all groups together. */
  readonly rows: number;
}) {
  const { by, measure, groups, groupCount } = grouping;
  const number = (value: number | null) => formatNumber(value, 3);
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
