// Settles users in the column kernel's memory: their views are copied there and back.

import type { Thresholds } from "../../../domain/scoring.ts";
import { kernelCalls, kernelOver, workArray } from "../columns/column_kernel.ts";
import { EPISODE, EVENT, FIRST_DIMENSION, SHOW, TEXT_COLUMNS, USER } from "../scan/view_columns.ts";
import { countWithMaps } from "./find_sittings.ts";
import type { ViewTable } from "./view_table.ts";

/** Views that are settled at once at most: the kernel's memory is small. */
const MAX_ROWS = 160_000;

/** The kernel's copy of a range of users, and what it works with. */
interface Stage extends ViewTable {
  readonly starts: Uint32Array;
  /** Addresses of the dimensions that some input has. */
  readonly dimensions: Uint32Array;
  readonly order: Uint32Array;
  readonly merged: Uint32Array;
  readonly numbers: Float64Array;
  readonly borders: Uint32Array;
}
let stage: Stage | null = null;

/**
 * Does what settleUsers() does; answers false, and has done nothing, when that is not for the kernel: views
 * with event ids, or more than fit into its memory.
 */
export function settleByKernel(
  table: ViewTable,
  { firstIndex, endIndex }: { readonly firstIndex: number; readonly endIndex: number },
  thresholds: Thresholds,
): boolean {
  const { userStarts, codes } = table;
  const from = userStarts[firstIndex], rows = userStarts[endIndex] - from;
  const users = endIndex - firstIndex;
  if (codes[EVENT] !== null || rows > MAX_ROWS || users > MAX_ROWS) return false;
  const own = stage ??= createStage();
  const kernel = kernelOver(own.starts, own.kept, own.startMs, own.borders);
  if (kernel === null) return false;
  load(own, table, { from, rows, firstIndex, users });
  const { startMs, watchMinutes, sittingStartMs, episodesInSitting } = own;
  const address = (column: number) => codes[column] === null ? 0 : own.codes[column]!.byteOffset;
  kernel.setViews(
    startMs.byteOffset,
    watchMinutes.byteOffset,
    address(SHOW),
    address(EPISODE),
    sittingStartMs.byteOffset,
    episodesInSitting.byteOffset,
  );
  const dimensions = own.codes.slice(FIRST_DIMENSION, EVENT)
    .filter((_, d) => codes[FIRST_DIMENSION + d] !== null).map((column) => column!.byteOffset);
  own.dimensions.set(dimensions);
  kernel.setDimensions(own.dimensions.byteOffset, dimensions.length);
  const { order, merged, numbers, borders, starts, kept } = own;
  kernel.setWorkingMemory(
    order.byteOffset,
    merged.byteOffset,
    numbers.byteOffset,
    borders.byteOffset,
  );
  const { sittingGapMs, qualifiedMinutes } = thresholds;
  const counted = { ...own, codes: own.codes.map((own, column) => codes[column] && own) };
  kernelCalls.countWithMaps = (first, end) => countWithMaps(counted, first, end, qualifiedMinutes);
  kernel.settleUsers(starts.byteOffset, users, kept.byteOffset, sittingGapMs, qualifiedMinutes);
  save(own, table, { from, rows, firstIndex, users });
  return true;
}

interface Extent {
  readonly from: number;
  readonly rows: number;
  readonly firstIndex: number;
  readonly users: number;
}

function load(own: Stage, table: ViewTable, { from, rows, firstIndex, users }: Extent): void {
  own.startMs.set(table.startMs.subarray(from, from + rows));
  own.watchMinutes.set(table.watchMinutes.subarray(from, from + rows));
  table.codes.forEach((codes, column) => {
    if (codes !== null) own.codes[column]!.set(codes.subarray(from, from + rows));
  });
  for (let user = 0; user <= users; user++) {
    own.starts[user] = table.userStarts[firstIndex + user] - from;
  }
  own.kept.fill(0, 0, users);
}

function save(own: Stage, table: ViewTable, { from, rows, firstIndex, users }: Extent): void {
  table.startMs.set(own.startMs.subarray(0, rows), from);
  table.watchMinutes.set(own.watchMinutes.subarray(0, rows), from);
  table.codes.forEach((codes, column) => codes?.set(own.codes[column]!.subarray(0, rows), from));
  table.sittingStartMs.set(own.sittingStartMs.subarray(0, rows), from);
  table.episodesInSitting.set(own.episodesInSitting.subarray(0, rows), from);
  table.kept.set(own.kept.subarray(0, users), firstIndex);
}

function createStage(): Stage {
  const doubles = () => workArray(Float64Array, MAX_ROWS);
  const words = () => workArray(Uint32Array, MAX_ROWS + 1);
  return {
    firstUser: 0,
    userStarts: new Float64Array(0),
    kept: words(),
    codes: TEXT_COLUMNS.map((_, column) => column === USER || column === EVENT ? null : words()),
    watchMinutes: doubles(),
    startMs: doubles(),
    episodesInSitting: workArray(Uint8Array, MAX_ROWS),
    sittingStartMs: doubles(),
    starts: words(),
    dimensions: workArray(Uint32Array, TEXT_COLUMNS.length),
    order: words(),
    merged: words(),
    numbers: doubles(),
    borders: words(),
  };
}
