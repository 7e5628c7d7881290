// Gathers the rows of a row group from a table and derives their columns.

import type { Thresholds } from "../../domain/scoring.ts";
import { completionRate, engagementScore } from "../../domain/scoring.ts";
import type { TalliedRows } from "../transform/run_tally.ts";
import { COUNTRY, DEVICE, EPISODE, SHOW } from "../transform/scan/view_columns.ts";
import type { ViewTable } from "../transform/settle/view_table.ts";
import type { RowGroupRequest, Runtimes } from "./etl_protocol.ts";

/** Rows in columns, ready to be tallied and encoded; NaN stands for null. */
export interface RowGroupRows extends TalliedRows {
  readonly userCodes: Uint32Array;
  readonly sittingStartMs: Float64Array;
}

/** Gathers the rows that a request names and derives completion, binge and engagement. */
export function gatherRowGroup(
  request: RowGroupRequest,
  runtimes: Runtimes,
  thresholds: Thresholds,
): RowGroupRows {
  const gathered = gather(request);
  const { rows } = request;
  const { showCodes, episodeCodes, watchMinutes, episodesInSitting } = gathered;
  const completionRates = new Float64Array(rows);
  const engagementScores = new Float64Array(rows);
  const isBinge = new Uint8Array(rows);
  const { byShow, byEpisode } = runtimes;
  for (let i = 0; i < rows; i++) {
    const show = showCodes[i];
    let runtime = byShow[show];
    if (episodeCodes !== null && byEpisode.size > 0) {
      runtime = byEpisode.get(show)?.get(episodeCodes[i]) ?? runtime;
    }
    const episodes = episodesInSitting[i];
    const completion = completionRate(watchMinutes[i], runtime !== runtime ? null : runtime);
    completionRates[i] = completion ?? NaN;
    engagementScores[i] = engagementScore(completion, episodes, thresholds) ?? NaN;
    isBinge[i] = episodes >= thresholds.bingeEpisodes ? 1 : 0;
  }
  return { ...gathered, rows, completionRates, engagementScores, isBinge };
}

/** The columns of a row group as the table has them. */
interface GatheredRows {
  readonly userCodes: Uint32Array;
  readonly showCodes: Uint32Array;
  readonly episodeCodes: Uint32Array | null;
  readonly deviceCodes: Uint32Array | null;
  readonly countryCodes: Uint32Array | null;
  readonly watchMinutes: Float64Array;
  readonly startMs: Float64Array;
  readonly sittingStartMs: Float64Array;
  readonly episodesInSitting: Uint8Array;
}

type Column = Float64Array | Uint32Array | Uint8Array;

function gather(request: RowGroupRequest): GatheredRows {
  const { table, rows } = request;
  const userCodes = new Uint32Array(rows);
  const pairs: [Column, Column][] = [];
  const pair = <T extends Column>(source: T, target: T): T => {
    pairs.push([source, target]);
    return target;
  };
  const textColumn = (codes: Uint32Array | null) => codes && pair(codes, new Uint32Array(rows));
  const gathered: GatheredRows = {
    userCodes,
    showCodes: textColumn(table.codes[SHOW])!,
    episodeCodes: textColumn(table.codes[EPISODE]),
    deviceCodes: textColumn(table.codes[DEVICE]),
    countryCodes: textColumn(table.codes[COUNTRY]),
    watchMinutes: pair(table.watchMinutes, new Float64Array(rows)),
    startMs: pair(table.startMs, new Float64Array(rows)),
    sittingStartMs: pair(table.sittingStartMs, new Float64Array(rows)),
    episodesInSitting: pair(table.episodesInSitting, new Uint8Array(rows)),
  };
  if ("picked" in request) gatherPicked(table, request.picked, pairs, userCodes);
  else gatherUsers(request, pairs, userCodes);
  return gathered;
}

/** Copies runs of rows: all of a user's, until the row group is full. */
function gatherUsers(
  request: { table: ViewTable; rows: number; firstIndex: number; skip: number },
  pairs: readonly [Column, Column][],
  userCodes: Uint32Array,
): void {
  const { table, rows } = request;
  let { firstIndex: user, skip } = request;
  let runStart = 0, runEnd = -1, runTarget = 0;
  const copyRun = () => {
    for (const [source, target] of pairs) target.set(source.subarray(runStart, runEnd), runTarget);
  };
  for (let done = 0; done < rows; user++, skip = 0) {
    const from = table.userStarts[user] + skip;
    const count = Math.min(table.kept[user] - skip, rows - done);
    if (from !== runEnd) {
      // Dropped duplicates leave gaps between users; without one the run goes on.
      if (runEnd > runStart) copyRun();
      runStart = from;
      runTarget = done;
    }
    runEnd = from + count;
    userCodes.fill(table.firstUser + user, done, done + count);
    done += count;
  }
  if (runEnd > runStart) copyRun();
}

/** Copies single rows, which ascend in the table. */
function gatherPicked(
  table: ViewTable,
  picked: Uint32Array,
  pairs: readonly [Column, Column][],
  userCodes: Uint32Array,
): void {
  for (const [source, target] of pairs) {
    for (let i = 0; i < picked.length; i++) target[i] = source[picked[i]];
  }
  let user = 0;
  for (let i = 0; i < picked.length; i++) {
    while (table.userStarts[user + 1] <= picked[i]) user++;
    userCodes[i] = table.firstUser + user;
  }
}
