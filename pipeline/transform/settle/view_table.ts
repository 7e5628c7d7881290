// All accepted views of a run (or of one range of its users), grouped by user, in shared memory.

import { EPISODE, EVENT, SHOW, TEXT_COLUMNS, USER } from "../scan/view_columns.ts";

/**
 * Views in columns; user u has the rows `[userStarts[u], userStarts[u] + kept[u])`. Text codes are in
 * the byte order of their texts, so comparing codes compares texts; code 0 is the empty text, of episodes
 * the missing one (../scan/episode_codes.ts).
 */
export interface ViewTable {
  /** Code of the table's first user: the table may hold a range of them. */
  readonly firstUser: number;
  readonly userStarts: Float64Array;
  /** Views of each user that are no duplicates; all of them before they are settled. */
  readonly kept: Uint32Array;
  /** By text column; null when no input has it. The user column is implied by `userStarts`. */
  readonly codes: readonly (Uint32Array | null)[];
  readonly watchMinutes: Float64Array;
  /** Event times in integer milliseconds. */
  readonly startMs: Float64Array;
  /** Distinct qualified episodes of the view's show in its sitting, at most 255. */
  readonly episodesInSitting: Uint8Array;
  readonly sittingStartMs: Float64Array;
}

/** Bytes that a table takes for each row without optional columns. */
export const TABLE_ROW_BYTES = 4 + 8 + 8 + 1 + 8;

/** A table in shared memory for users with the given numbers of rows. */
export function createViewTable(
  firstUser: number,
  rowsByUser: Uint32Array,
  present: readonly boolean[],
): ViewTable {
  const userStarts = new Float64Array(shared(8 * (rowsByUser.length + 1)));
  for (let u = 0; u < rowsByUser.length; u++) userStarts[u + 1] = userStarts[u] + rowsByUser[u];
  const rows = userStarts[rowsByUser.length];
  const kept = new Uint32Array(shared(4 * rowsByUser.length));
  kept.set(rowsByUser);
  return {
    firstUser,
    userStarts,
    kept,
    codes: TEXT_COLUMNS.map((_, column) =>
      column !== USER && present[column] ? new Uint32Array(shared(4 * rows)) : null
    ),
    watchMinutes: new Float64Array(shared(8 * rows)),
    startMs: new Float64Array(shared(8 * rows)),
    episodesInSitting: new Uint8Array(shared(rows)),
    sittingStartMs: new Float64Array(shared(8 * rows)),
  };
}

function shared(sizeBytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(sizeBytes);
}

/** The columns by which views of one user are ordered after their start; shows always exist. */
export function showCodes(table: ViewTable): Uint32Array {
  const codes = table.codes[SHOW];
  if (codes === null) throw new Error("A view table has a show for every view");
  return codes;
}

/** Episode codes, or null when no input names episodes. */
export function episodeCodes(table: ViewTable): Uint32Array | null {
  return table.codes[EPISODE];
}

/** Event id codes, or null when no input has them. */
export function eventCodes(table: ViewTable): Uint32Array | null {
  return table.codes[EVENT];
}
