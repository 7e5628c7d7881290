// Translates a catalog's runtimes from names to the codes of a run.

import type { Catalog } from "../transform/catalog.ts";
import { findText } from "../transform/scan/merge_texts.ts";
import type { TextTable } from "../transform/scan/text_interner.ts";
import { EPISODE, SHOW } from "../transform/scan/view_columns.ts";
import type { Runtimes } from "../workers/etl_protocol.ts";

/** The runtimes that a catalog knows, in minutes; NaN for shows that it does not have. */
export function catalogRuntimes(catalog: Catalog | null, texts: readonly TextTable[]): Runtimes {
  const byShow = new Float64Array(texts[SHOW].offsets.length - 1).fill(NaN);
  const byEpisode = new Map<number, Map<number, number>>();
  for (const { showName, episode, runtimeMinutes } of catalog?.entries ?? []) {
    const show = findText(texts[SHOW], showName);
    if (show < 0) continue;
    if (episode === null) byShow[show] = runtimeMinutes;
    else {
      const code = findText(texts[EPISODE], episode);
      if (code < 0) continue;
      const episodes = byEpisode.get(show) ?? new Map<number, number>();
      byEpisode.set(show, episodes.set(code, runtimeMinutes));
    }
  }
  return { byShow, byEpisode };
}
