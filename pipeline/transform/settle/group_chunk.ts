// Puts scanned views where their users are in a table: one step of a counting sort by user.

import { USER } from "../scan/view_columns.ts";
import type { ViewChunk } from "../scan/view_columns.ts";
import type { ViewTable } from "./view_table.ts";

/**
 * Copies the views of a chunk whose users are in the table. `codes` gives the merged code of each of
 * the chunk's own text codes; `nextRows[u]` is the next free row of the table's user u, and moves on.
 */
export function groupChunk(
  chunk: ViewChunk,
  codes: readonly Uint32Array[],
  table: ViewTable,
  nextRows: Uint32Array,
): void {
  const targets = new Uint32Array(chunk.rows);
  const own = chunk.codes[USER]!;
  const merged = codes[USER];
  const users = nextRows.length;
  let isWhole = true;
  for (let i = 0; i < chunk.rows; i++) {
    const user = merged[own[i]] - table.firstUser;
    if (user >= 0 && user < users) targets[i] = nextRows[user]++;
    else {
      targets[i] = OUTSIDE;
      isWhole = false;
    }
  }
  const rows = isWhole ? null : insideOf(targets);
  scatter(chunk.watchMinutes, table.watchMinutes, targets, rows);
  scatter(chunk.startMs, table.startMs, targets, rows);
  table.codes.forEach((target, column) => {
    const source = chunk.codes[column];
    if (target !== null && source !== null) {
      scatterCodes(source, target, { merged: codes[column], targets, rows });
    }
  });
}

/** Stands for a row whose user is not in the table. */
const OUTSIDE = 0xffff_ffff;

function insideOf(targets: Uint32Array): Uint32Array {
  const rows: number[] = [];
  for (let i = 0; i < targets.length; i++) if (targets[i] !== OUTSIDE) rows.push(i);
  return Uint32Array.from(rows);
}

function scatter(
  source: Float64Array,
  target: Float64Array,
  targets: Uint32Array,
  rows: Uint32Array | null,
): void {
  if (rows === null) { for (let i = 0; i < targets.length; i++) target[targets[i]] = source[i]; }
  else for (const i of rows) target[targets[i]] = source[i];
}

function scatterCodes(
  source: Uint32Array,
  target: Uint32Array,
  by: { merged: Uint32Array; targets: Uint32Array; rows: Uint32Array | null },
): void {
  const { merged, targets, rows } = by;
  if (rows === null) {
    for (let i = 0; i < targets.length; i++) target[targets[i]] = merged[source[i]];
  } else for (const i of rows) target[targets[i]] = merged[source[i]];
}
