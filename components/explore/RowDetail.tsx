// One row whole, what to do with its values, and where it came from.

import { useEffect, useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import { type Lineage, readLineage } from "../../client/explore/lineage.ts";
import type { FileShape } from "../../client/parquet/file/file_shape.ts";
import { formatCount } from "../../domain/format.ts";
import { showHref, userHref } from "../kit/hrefs.ts";

interface Props {
  readonly explorer: Explorer;
  readonly shape: FileShape;
  readonly place: number;
}

/** `place`: counted within the file. */
export function RowDetail({ explorer, shape, place }: Props) {
  const [values, setValues] = useState<readonly (string | null)[] | null>(null);
  useEffect(() => {
    setValues(null);
    explorer.ask("row", { place }).then(setValues, (error) => explorer.report(error));
  }, [place, shape]);
  const narrow = (column: string, value: string | null) => {
    const where = explorer.view.value.where.filter((condition) => condition.column !== column);
    const added = value === null
      ? { column, operator: "missing" as const, values: [] }
      : { column, operator: "eq" as const, values: [value] };
    explorer.go({ where: [...where, added] });
  };
  const group = shape.groups.findIndex(({ rowStart, rows }) => place < rowStart + rows);
  return (
    <aside class="card row-detail" aria-labelledby="row-title">
      <div class="card-head">
        <h2 id="row-title">Row {formatCount(place + 1)}</h2>
        <button type="button" class="button" onClick={() => explorer.go({ row: null }, "replace")}>
          Close
        </button>
      </div>
      {values === null ? <p class="muted">reading…</p> : (
        <dl>
          {shape.columns.map(({ name, kind }, i) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {values[i] === null || values[i] === undefined
                  ? <span class="missing">missing</span>
                  : <pre>{values[i]}</pre>}
                {kind !== "other" && (
                  <button
                    type="button"
                    class="only"
                    onClick={() => narrow(name, values[i] ?? null)}
                  >
                    only these<span class="unseen">, by {name}</span>
                  </button>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {values !== null && (
        <RowOrigin
          lineage={readLineage(shape)}
          row={new Map(shape.columns.map(({ name }, i) => [name, values[i] ?? null]))}
          group={group}
        />
      )}
    </aside>
  );
}

/** From a row to its run, its input and its line, as far as the file tells; `group` counts from 0. */
function RowOrigin({ lineage: { runId, inputs }, row, group }: {
  readonly lineage: Lineage;
  readonly row: ReadonlyMap<string, string | null>;
  readonly group: number;
}) {
  const user = row.get("user_id"), show = row.get("show_name");
  return (
    <div class="origin">
      <h3>Where it came from</h3>
      <ul>
        <li>row group {group + 1} of this file</li>
        {runId !== null && (
          <li>
            run <a class="mono" href={`/runs/${encodeURIComponent(runId)}`}>{runId}</a>
          </li>
        )}
        {inputs.map(({ path }) => (
          <li key={path}>
            {inputs.length === 1 ? "input" : "one of the inputs"} <span class="mono">{path}</span>
          </li>
        ))}
        {runId === null && <li>The file does not say which run wrote it.</li>}
      </ul>
      {runId !== null && user && (
        <>
          <p class="muted">
            Rows do not keep their line, and an equal event may stand in several. This finds it:
          </p>
          <pre>{searchCommand(user, row.get("watch_date"), inputs.map(({ path }) => path))}</pre>
        </>
      )}
      {runId !== null && user && show && (
        <p>
          <a href={userHref(user)}>This user</a> · <a href={showHref(show)}>this show</a>
        </p>
      )}
    </div>
  );
}

/** A day is written the same in most formats of time; the instant is not. */
function searchCommand(
  user: string,
  watched: string | null | undefined,
  inputs: readonly string[],
): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const day = watched?.slice(0, 10);
  const files = inputs.map(quote).join(" ");
  return `grep -nF ${quote(user)} ${files}${day ? ` | grep -F ${quote(day)}` : ""}`;
}
