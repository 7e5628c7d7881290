// A Markdown table whose source is aligned too, for the terminal and for docs/benchmarks.md.

/**
 * The first column is text and aligned left, all others are figures and aligned right.
 *
 * @throws {Error} when a row is longer or shorter than the header
 * @example
 * ```ts
 * import { renderTable } from "./render_table.ts";
 * const table = renderTable(["who", "s"], [["us", "1.9"]]);
 * if (table !== "| who |   s |\n| :-- | --: |\n| us  | 1.9 |\n") throw new Error(table);
 * ```
 */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  for (const row of rows) {
    if (row.length === header.length) continue;
    throw new Error(
      `Cannot render a table as each row must have ${header.length} cells: current value is ${row.length}`,
    );
  }
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map((row) => escapeCell(row[column]!).length))
  );
  const rule = widths.map((width, column) =>
    column === 0 ? `:${"-".repeat(width - 1)}` : `${"-".repeat(width - 1)}:`
  );
  return [padded(header, widths), rule, ...rows.map((row) => padded(row, widths))]
    .map((cells) => `| ${cells.join(" | ")} |\n`)
    .join("");
}

function padded(row: readonly string[], widths: readonly number[]): string[] {
  return row.map(escapeCell).map((cell, column) =>
    column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
  );
}

const escapeCell = (cell: string) => cell.replaceAll("|", "\\|");
