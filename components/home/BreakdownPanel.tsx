// Where views come from and what they are watched on: bars that limit the page to what they stand for.

import type { Breakdown } from "../../domain/answers.ts";
import { FILTER_COLUMNS, type FilterColumn, filterFacts } from "../../domain/columns.ts";
import { Downloads } from "../kit/Downloads.tsx";
import { formatCount, formatShare } from "../../domain/format.ts";
import { sameHref } from "../kit/hrefs.ts";

/** A breakdown and what was asked for it. */
export interface AskedBreakdown {
  readonly by: FilterColumn;
  readonly answer: Breakdown;
  readonly path: string;
}

/** One column for each breakdown. */
export function BreakdownPanel({ breakdowns, url }: {
  readonly breakdowns: readonly AskedBreakdown[];
  readonly url: URL;
}) {
  return (
    <section class="card" aria-labelledby="breakdown">
      <div class="panel-head">
        <h2 id="breakdown">Where and on what</h2>
      </div>
      <p class="card-note muted">
        Views by {FILTER_COLUMNS.join(" and ")}; choose one to see only its views
      </p>
      <div class="breakdowns">
        {breakdowns.map((asked) => <Bars key={asked.by} {...asked} url={url} />)}
      </div>
    </section>
  );
}

function Bars({ by: name, answer, path, url }: AskedBreakdown & { readonly url: URL }) {
  const title = filterFacts(name).plural;
  const { groups, others, qualified_views: all } = answer;
  const most = Math.max(1, ...groups.map(({ qualified_views }) => qualified_views));
  const chosen = url.searchParams.get(name);
  return (
    <div>
      <div class="panel-head">
        <h3>{title}</h3>
        <Downloads path={path} what={title} limit={1_000} />
      </div>
      {groups.length === 0 ? <p class="muted">No view of this period.</p> : (
        <ul class="picks">
          {groups.map((group) => {
            const isChosen = group.name !== null && group.name === chosen;
            const width = `${Math.round(group.qualified_views / most * 1_000) / 10}%`;
            const content = (
              <>
                <svg width="100%" height="100%" aria-hidden="true">
                  <rect width={width} height="100%" rx="5" />
                </svg>
                <bdi>{group.name ?? "not known"}</bdi>
                <span class="num">{formatCount(group.qualified_views)}</span>
                <span class="num muted">
                  {formatShare(group.qualified_views / Math.max(1, all))}
                </span>
              </>
            );
            return (
              <li key={group.name}>
                {group.name === null ? <span class="pick">{content}</span> : (
                  <a
                    class="pick"
                    href={sameHref(url, { [name]: isChosen ? null : group.name })}
                    aria-current={isChosen ? "true" : undefined}
                  >
                    {content}
                  </a>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {others > 0 && <p class="muted">and {formatCount(others)} more</p>}
    </div>
  );
}
