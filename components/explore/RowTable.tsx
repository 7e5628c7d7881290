// The rows as a table of any length: only those in sight are drawn and read.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Explorer } from "../../client/explore/explorer.ts";
import { RowWindows, type ShownRow } from "../../client/explore/row_windows.ts";
import type { ColumnShape, FileShape } from "../../client/parquet/file/file_shape.ts";
import { formatCount } from "../../domain/format.ts";

const ROW_PX = 32;
/** Browsers draw nothing that is much higher; more rows than fit are scrolled in proportion. */
const MAX_PX = 6_000_000;
/** Rows drawn beyond both edges. */
const MARGIN_ROWS = 12;

interface Props {
  readonly explorer: Explorer;
  readonly shape: FileShape;
}

export function RowTable({ explorer, shape }: Props) {
  const looked = explorer.looked.value, count = looked?.count ?? 0;
  const box = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [seen, setSeen] = useState(20);
  const [, redraw] = useState(0);
  const windows = useRef<RowWindows | null>(null);
  useEffect(() => {
    windows.current = new RowWindows(explorer, () => redraw((n) => n + 1));
    if (box.current) box.current.scrollTop = 0;
    setFirst(0);
    redraw((n) => n + 1);
  }, [looked]);
  useEffect(() => {
    const measure = new ResizeObserver(([entry]) => {
      setSeen(Math.ceil(entry!.contentRect.height / ROW_PX));
    });
    measure.observe(box.current!);
    return () => measure.disconnect();
  }, []);
  const height = Math.min(MAX_PX, count * ROW_PX);
  const isScaled = height < count * ROW_PX;
  const onScroll = () => {
    const { scrollTop, clientHeight } = box.current!;
    const last = Math.max(0, count - seen + 1);
    const share = scrollTop / Math.max(1, height + ROW_PX - clientHeight);
    setFirst(isScaled ? Math.round(Math.min(1, share) * last) : Math.floor(scrollTop / ROW_PX));
  };
  const from = Math.max(0, first - MARGIN_ROWS), to = Math.min(count, first + seen + MARGIN_ROWS);
  const top = isScaled
    ? Math.min(box.current?.scrollTop ?? 0, height) - (first - from) * ROW_PX
    : from * ROW_PX;
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  const template = columnTemplate(shape, windows.current?.row(0)?.cells ?? null);
  return (
    <div class="row-table">
      <div
        ref={box}
        class="row-scroll"
        tabIndex={0}
        role="region"
        aria-label="Rows"
        onScroll={onScroll}
      >
        <div
          role="table"
          aria-label={`${formatCount(count)} rows`}
          aria-rowcount={count + 1}
          style={{ "--columns": template, height: `${height + ROW_PX}px` }}
          class="rows"
        >
          <div role="rowgroup" class="row-head">
            <div role="row" aria-rowindex={1} class="row">
              <span role="columnheader" class="place">row</span>
              {shape.columns.map((column) => (
                <SortHead key={column.name} explorer={explorer} column={column} />
              ))}
            </div>
          </div>
          <div
            role="rowgroup"
            class="row-body"
            style={{ transform: `translateY(${Math.max(0, top)}px)` }}
          >
            {rows.map((row) => (
              <Row key={row} {...{ explorer, shape, row }} shown={windows.current?.row(row)} />
            ))}
          </div>
        </div>
        {looked !== null && count === 0 && (
          <p class="empty">No row keeps all conditions. Take one away.</p>
        )}
      </div>
    </div>
  );
}

/** A click sorts up, another one down, a third not at all. */
function SortHead(
  { explorer, column }: { readonly explorer: Explorer; readonly column: ColumnShape },
) {
  const { sort } = explorer.view.value, isSorted = sort?.column === column.name;
  const next = () => {
    const sort = !isSorted
      ? { column: column.name, isDescending: false }
      : explorer.view.value.sort?.isDescending
      ? null
      : { column: column.name, isDescending: true };
    explorer.go({ sort });
  };
  return (
    <span
      role="columnheader"
      class={column.kind === "number" ? "end" : ""}
      aria-sort={isSorted ? (sort!.isDescending ? "descending" : "ascending") : "none"}
    >
      <button type="button" onClick={next} title={column.type}>
        {column.name}
        <span aria-hidden="true">{isSorted ? (sort!.isDescending ? " ↓" : " ↑") : ""}</span>
      </button>
    </span>
  );
}

interface RowProps extends Props {
  readonly row: number;
  readonly shown:
    | ShownRow
    | undefined;
}

function Row({ explorer, shape, row, shown }: RowProps) {
  const isOpen = shown !== undefined && explorer.view.value.row === shown.place;
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      class={isOpen ? "row open" : "row"}
      onClick={() => shown && explorer.go({ row: shown.place }, "replace")}
    >
      <span role="cell" class="place num">
        {shown === undefined ? "" : (
          <button
            type="button"
            aria-label={`Open row ${formatCount(shown.place + 1)}`}
            onClick={() => explorer.go({ row: shown.place }, "replace")}
          >
            {formatCount(shown.place + 1)}
          </button>
        )}
      </span>
      {shape.columns.map((column, i) => (
        <Cell
          key={column.name}
          column={column}
          text={shown?.cells[i]}
          isThere={shown !== undefined}
          isUnreadable={shown?.unreadable.includes(column.name) ?? false}
        />
      ))}
    </div>
  );
}

const CLASSES: Readonly<Record<ColumnShape["kind"], string>> = {
  ...{ number: "end num", time: "num", clock: "num", text: "", boolean: "", other: "" },
};

function Cell({ column: { kind, form }, text, isThere, isUnreadable }: {
  readonly column: ColumnShape;
  readonly text: string | null | undefined;
  readonly isThere: boolean;
  readonly isUnreadable: boolean;
}) {
  if (isUnreadable) return <span role="cell" class="missing" title={text ?? ""}>unreadable</span>;
  if (!isThere) return <span role="cell" class="waits">·</span>;
  if (text === null || text === undefined) return <span role="cell" class="missing">missing</span>;
  const shown = form.kind === "date"
    ? text.replace(/T.*$/, "")
    : kind === "time"
    ? text.replace("T", " ").replace(/(\.000)?Z$/, "")
    : kind === "number" && form.kind !== "decimal"
    ? text.replace(/^(-?\d*\.\d{6})\d+$/, "$1…")
    : text;
  return (
    <span role="cell" class={CLASSES[kind]}>
      <bdi>{shown}</bdi>
    </span>
  );
}

const MAX_CH = 32;

/** For `grid-template-columns`; `cells` are those of a first row. */
function columnTemplate(
  { columns, rows }: FileShape,
  cells: readonly (string | null)[] | null,
): string {
  const place = Math.max(6, formatCount(rows).length + 3);
  const widths = columns.map(({ name, kind }, i) => {
    const least = kind === "time"
      ? 22
      : kind === "clock"
      ? 14
      : kind === "text"
      ? 14
      : kind === "other"
      ? 24
      : 9;
    const widest = Math.max(name.length + 5, least, (cells?.[i]?.length ?? 0) + 5);
    return `${Math.min(MAX_CH, widest)}ch`;
  });
  return [`${place}ch`, ...widths].join(" ");
}
