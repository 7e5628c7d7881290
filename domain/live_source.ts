// Sources of the ledger that are no files: what comes in live, and what is made here.

import { OTHER_SOURCES } from "./ledger.ts";

const LIVE_SOURCES = [
  ...["http", "replay", "sample", "watch.events", "watch.quarantine", OTHER_SOURCES],
];

/** Whether a source is a stream of its own, which no import brought and no removal takes back. */
export function isLiveSource(source: string): boolean {
  return LIVE_SOURCES.includes(source);
}
