// How wide a table's columns are: by their names, kinds and first values.

import type { FileShape } from "../../client/parquet/file_shape.ts";

const MAX_CH = 32;

/** For `grid-template-columns`; `cells` are those of a first row. */
export function columnTemplate(
  { columns, rows }: FileShape,
  cells: readonly (string | null)[] | null,
): string {
  const place = Math.max(6, rows.toLocaleString("en").length + 3);
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
