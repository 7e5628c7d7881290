// One row whole, what to do with its values, and where it came from.

import { useEffect, useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import { readLineage } from "../../client/explore/lineage.ts";
import type { FileShape } from "../../client/parquet/file/file_shape.ts";
import { formatCount } from "../../domain/format.ts";
import { RowOrigin } from "./RowOrigin.tsx";

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
