// Makes one dictionary a column out of the workers' own, and counts each user's rows.

import { shiftTexts } from "../transform/scan/episode_codes.ts";
import { mergeTexts } from "../transform/scan/merge_texts.ts";
import type { TextTable } from "../transform/scan/sort_texts.ts";
import { EPISODE, TEXT_COLUMNS, USER } from "../transform/scan/view_columns.ts";
import type { EtlCalls } from "../workers/etl_protocol.ts";
import type { WorkerPool } from "../workers/worker_pool.ts";

/** What is known of the scanned views once all dictionaries are merged. */
export interface MergedViews {
  /** By text column; codes are in byte order, those of episodes with one for a missing one before them. */
  readonly texts: readonly TextTable[];
  /** For each worker: its rows of each user. */
  readonly rowsByWorker: readonly Uint32Array[];
  /** Whether some worker's views are on disk. */
  readonly isSpilled: boolean;
}

/** Merges the workers' dictionaries and tells each worker the merged codes. */
export async function mergeDictionaries(pool: WorkerPool<EtlCalls>): Promise<MergedViews> {
  const answers = await pool.all("texts", () => undefined);
  const merged = TEXT_COLUMNS.map((_, column) =>
    mergeTexts(answers.map(({ tables }) => tables[column]))
  );
  const users = merged[USER].table.offsets.length - 1;
  const rowsByWorker = await pool.all("recode", (worker) => ({
    codes: merged.map(({ codes }) => codes[worker]),
    users,
  }));
  return {
    texts: merged.map(({ table }, column) => column === EPISODE ? shiftTexts(table) : table),
    rowsByWorker,
    isSpilled: answers.some(({ spilledBytes }) => spilledBytes > 0),
  };
}
