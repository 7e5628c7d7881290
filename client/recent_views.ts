// The newest views and minutes that a page keeps.

import type { ViewAnswer } from "../domain/answers.ts";
import { MINUTE_MS } from "../domain/time.ts";

/** Views kept for lists. */
export const MAX_VIEWS = 200;
const MAX_MINUTES = 60;

/** `views` before what is older and not among them. */
export function newestOf(
  views: readonly ViewAnswer[],
  older: readonly ViewAnswer[],
): readonly ViewAnswer[] {
  const known = new Set(views.map(keyOfView));
  return [...views, ...older.filter((view) => !known.has(keyOfView(view)))].slice(0, MAX_VIEWS);
}

/** What tells views apart in a list. */
export function keyOfView({ user_id, watch_date, show_name, episode }: ViewAnswer): string {
  return `${user_id} ${watch_date} ${show_name} ${episode ?? ""}`;
}

/** Counts by minute (ms), of the last hour up to the newest of them. */
export function lastHour(
  counts: readonly (readonly [number, number])[],
): ReadonlyMap<number, number> {
  const newest = counts.reduce((newest, [at]) => Math.max(newest, at), -Infinity);
  return new Map(counts.filter(([at]) => at > newest - MAX_MINUTES * MINUTE_MS));
}
