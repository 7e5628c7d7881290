// One row in quarantine: its text, what was expected, where it came from, what became of it.

import type { ComponentChildren } from "preact";
import type { QuarantineItem } from "../../domain/answers.ts";
import { formatCount, formatWhen } from "../../domain/format.ts";
import { fileName } from "../kit/file_name.ts";
import { BrokenRules, RawRow } from "./RawRow.tsx";

/** A list's item; `children` repair it while it is open. */
export function QuarantineRow({ row, children }: {
  readonly row: QuarantineItem;
  readonly children: ComponentChildren;
}) {
  return (
    <li class="card bad-row" id={`row-${row.id}`}>
      <RowHead row={row} />
      <RawRow row={row} label={`Text of row ${row.id}`} />
      <div class="bad-row-end">
        <BrokenRules reasons={row.reasons} />
        {row.status === "open" ? children : <Settled row={row} />}
      </div>
    </li>
  );
}

function RowHead({ row }: { readonly row: QuarantineItem }) {
  const isRecord = /^watch\.\w+\/\d+$/.test(row.source);
  return (
    <p class="bad-row-head">
      <a href={`/quality/quarantine?id=${row.id}&status=`}>#{row.id}</a>
      <span title={row.source}>
        {isRecord ? <>{row.source}, offset {formatCount(row.offset)}</> : (
          <>
            {fileName(row.source)}, line {formatCount(row.line)}, byte {formatCount(row.offset)}
          </>
        )}
      </span>
      <span class="muted">{formatWhen(row.ingested_at)}</span>
      {row.status !== "open" && (
        <span class={`badge ${row.status === "replayed" ? "good" : ""}`}>{row.status}</span>
      )}
    </p>
  );
}

function Settled({ row }: { readonly row: QuarantineItem }) {
  if (row.status === "skipped") {
    return <p class="muted">Set aside: {row.skip_reason || "no reason given"}</p>;
  }
  const [, partition, offset] = /^watch\.events\/(\d+)@(\d+)$/.exec(row.replayed_as ?? "") ?? [];
  return (
    <p class="muted">
      Came back repaired as {partition === undefined
        ? row.replayed_as
        : (
          <a href={`/stream?topic=watch.events&partition=${partition}&from=${offset}`}>
            {row.replayed_as}
          </a>
        )}
      ; that record's headers name this row and the repair.
    </p>
  );
}
