// Who came back: weekly cohorts by first qualified view.

import type { Retention } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { weekOf, weekStartMs } from "../write/schema.ts";
import { dataSpan } from "./data_range.ts";
import type { StoreContext } from "./store_context.ts";

/** Three years of cohorts, each of 20 years at most: one wrong date must not make a huge answer. */
const MAX_COHORTS = 156, MAX_WEEKS = 1_044;

/** The newest cohorts and their weeks up to that of the newest view, which is the one not finished. */
export function retention({ reader }: StoreContext): Retention {
  const span = dataSpan(reader);
  if (span === null) return { cohorts: [] };
  const lastWeek = weekOf(span.lastMs);
  const rows = reader.rows(`SELECT cohort, week, users FROM retention ORDER BY cohort, week`);
  const all = [...Map.groupBy(rows, ([cohort]) => cohort)];
  const cohorts = all.slice(-MAX_COHORTS).map(([cohort, weeks]) => {
    const usersIn = new Map(weeks.map(([, week, users]) => [week, users]));
    const users = usersIn.get(cohort) ?? 0;
    return {
      week: formatInstant(weekStartMs(cohort)),
      users,
      weeks: Array.from({ length: Math.min(MAX_WEEKS, lastWeek - cohort + 1) }, (_, i) => {
        const active = usersIn.get(cohort + i) ?? 0;
        const share = users === 0 ? 0 : active / users;
        return { users: active, share, finished: cohort + i < lastWeek };
      }),
    };
  });
  return { cohorts: cohorts.filter(({ users }) => users > 0) };
}
