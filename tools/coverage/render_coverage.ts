// Tells what tests reach, by folder, and what they do not: functions, and files that no test loads.

import type { FileCoverage } from "./read_lcov.ts";

/** A table of folders, then what no test reaches. `unloaded` are files that no test loads. */
export function renderCoverage(
  files: readonly FileCoverage[],
  unloaded: readonly string[],
): string {
  const folders = Map.groupBy(files, ({ path }) => path.split("/").slice(0, -1).join("/") || ".");
  const rows = [...folders].toSorted(([a], [b]) => a < b ? -1 : 1)
    .map(([folder, members]) => [folder, ...share(members)]);
  const table = [["folder", "lines", "reached"], ...rows, ["all", ...share(files)]];
  const uncalled = files.flatMap(({ path, unreachedFunctions }) =>
    unreachedFunctions.map((name) => `  ${path}  ${name}`)
  );
  return [
    alignColumns(table),
    listed("Functions that no test calls", uncalled),
    listed("Files that no test loads", unloaded.map((path) => `  ${path}`)),
  ].join("\n\n");
}

/** The number of lines, and the share of them that is reached. */
function share(files: readonly FileCoverage[]): [lines: string, reached: string] {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const reached = files.reduce((sum, file) => sum + file.linesReached, 0);
  // Rounded down, so that 100.0 % means every line.
  const percent = lines === 0 ? 100 : Math.floor((reached / lines) * 1_000) / 10;
  return [String(lines), `${percent.toFixed(1)} %`];
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)
    ).join("  ")
  ).join("\n");
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? `${title}: none` : `${title}:\n${lines.join("\n")}`;
}
