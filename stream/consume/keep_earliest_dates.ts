// Keeps beside the store which earliest date held when: a new setting holds for what comes from then on.

import { ownDisk } from "../../lake/disk/own_file.ts";
import { join } from "node:path";
import { DISK, replaceDurably } from "../../lake/disk/file_layer.ts";
import { isThere } from "../../lake/disk/names.ts";
import { readTextNow } from "../../lake/disk/open_file.ts";
import { FIRST_INSTANT_MS, formatInstant, parseInstant } from "../../domain/instant.ts";
import type { EarliestDate } from "../../store/core/earliest_dates.ts";

/** A line of the file; `since` is null in the first one. */
interface KeptDate {
  readonly since: string | null;
  readonly earliest_watch_date: string;
}

/**
 * The earliest dates of a data folder, the one that is set last. The store of an older version took any
 * date, and goes on to have what it took. A file that cannot be written is tried again at the next start.
 */
export function keepEarliestDates(
  dataPath: string,
  { earliestMs, nowMs }: { readonly earliestMs: number; readonly nowMs: number },
): readonly EarliestDate[] {
  const path = join(dataPath, "earliest_dates.json");
  const kept = readDates(path) ?? (isThere(join(dataPath, "store.db")) ? [ANY_DATE] : []);
  if (kept.at(-1)?.earliestMs === earliestMs) return kept;
  const dates = [...kept, { sinceMs: kept.length === 0 ? -Infinity : nowMs, earliestMs }];
  try {
    writeDates(path, dates);
  } catch { /* a full disk, say, which the consumer will tell of */ }
  return dates;
}

const ANY_DATE: EarliestDate = { sinceMs: -Infinity, earliestMs: FIRST_INSTANT_MS };

/** Null when there is no such file, or nothing of use in it. */
function readDates(path: string): readonly EarliestDate[] | null {
  try {
    const kept = JSON.parse(readTextNow(path)) as readonly KeptDate[];
    const dates = kept.map(({ since, earliest_watch_date }) => ({
      sinceMs: since === null ? -Infinity : parseInstant(since),
      earliestMs: parseInstant(earliest_watch_date),
    }));
    const isWhole = dates.length > 0 &&
      dates.every(({ sinceMs, earliestMs }) => !Number.isNaN(sinceMs + earliestMs));
    return isWhole ? dates : null;
  } catch {
    return null;
  }
}

function writeDates(path: string, dates: readonly EarliestDate[]): void {
  const kept = dates.map(({ sinceMs, earliestMs }): KeptDate => ({
    since: sinceMs === -Infinity ? null : formatInstant(sinceMs),
    earliest_watch_date: formatInstant(earliestMs),
  }));
  replaceDurably(path, JSON.stringify(kept, null, 2) + "\n", ownDisk(DISK));
}
