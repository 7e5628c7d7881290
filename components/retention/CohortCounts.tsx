// The triangle's table alternative: how many users each cohort had in each week.

import { formatCount, formatDate } from "../../domain/format.ts";
import type { Cohort } from "./cohort_triangle.ts";

/** Counts only; weeks that are not over are marked by a star. */
export function CohortCounts({ cohorts }: { readonly cohorts: readonly Cohort[] }) {
  const weeks = Math.max(0, ...cohorts.map((cohort) => cohort.weeks.length));
  return (
    <details class="alternative">
      <summary>As a table of counts</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="Counts of each cohort by week">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">First seen in the week of</th>
              {Array.from(
                { length: weeks },
                (_, week) => <th key={week} scope="col" class="num">Week {week}</th>,
              )}
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort) => (
              <tr key={cohort.week}>
                <th scope="row">{formatDate(cohort.week, "UTC")}</th>
                {cohort.weeks.map(({ users, finished }, week) => (
                  <td key={week} class="num">{formatCount(users)}{finished ? "" : "*"}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted">* The week is not over yet.</p>
    </details>
  );
}
