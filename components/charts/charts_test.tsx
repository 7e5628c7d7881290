// Tests what the pages about people say: names of any kind, gaps, unknown values, unfinished weeks.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../../domain/columns.ts";
import type { ComponentChild } from "preact";
import { render } from "preact-render-to-string";
import type { ListedShow, SittingAnswer, ViewAnswer } from "../../domain/answers.ts";
import CohortGrid from "../../islands/retention/CohortGrid.tsx";
import { AudiencePanel } from "../audience/AudiencePanel.tsx";
import { CohortCounts } from "../retention/CohortCounts.tsx";
import { DurationHistogram } from "../audience/DurationPanel.tsx";
import { ShowTable } from "../shows/ShowTable.tsx";
import { SittingReels } from "../sittings/SittingReels.tsx";
import { Trend } from "../kit/Trend.tsx";
import { UnknownName } from "../kit/UnknownName.tsx";

const NAME = 'A/B "C", <D> 100%';
const PLACE = new URL("http://localhost/shows?range=7d&cursor=x&sort=users");

const html = (node: ComponentChild) => render(<>{node}</>);

function view(minute: number, minutes: number, more: Partial<ViewAnswer> = {}): ViewAnswer {
  return {
    ...{ user_id: "u/1", show_name: NAME, episode: null, ...NO_DIMENSIONS },
    watch_date: new Date(Date.UTC(2026, 0, 1, 22, minute)).toISOString(),
    ...{ watch_duration_minutes: minutes, completion_rate: null, is_binge_session: true },
    ...{ engagement_score: null, sitting_start: "2026-01-01T22:00:00.000Z", ...more },
  };
}

const SITTING: SittingAnswer = {
  ...{ user_id: "u/1", sitting_start: "2026-01-01T22:00:00.000Z", qualified_views: 3 },
  ...{ sitting_end: "2026-01-02T00:00:00.000Z", watch_hours: 1.5, binge_of: [NAME] },
  view_count: 3,
  views: [view(0, 30), view(20, 40), view(90, 30)],
};

Deno.test("<ShowTable> links names whole, keeps the range, and tells what is not known", () => {
  const show: ListedShow = {
    ...{
      show_name: NAME,
      genre: null,
      qualified_views: 0,
      watch_hours: 0,
      users: 0,
      binge_views: 0,
    },
    ...{ mean_completion_rate: null, mean_engagement_score: null, trend: [1, 2] },
  };
  const text = html(<ShowTable shows={[show]} url={PLACE} />);
  assert.match(text, /href="\/shows\/A%2FB%20%22C%22%2C%20%3CD%3E%20100%25\?range=7d"/);
  assert.match(text, /<bdi>A\/B &quot;C&quot;, &lt;D> 100%<\/bdi>/);
  assert.match(
    text,
    /aria-sort="descending"><a class="sort" href="\?range=7d&amp;sort=users"/,
  );
  assert.match(text, /title="The runtime is not known"/);
  assert.equal(text.includes("NaN"), false);
});

Deno.test("<SittingReels> gives overlapping views lanes of their own, on the zone's clock", () => {
  const text = html(
    <SittingReels sittings={[SITTING]} tz="Europe/Berlin" search="" isOfOneUser={false} />,
  );
  assert.match(text, /1 Jan 2026, 23:00<\/time>–<time[^>]*>01:00/);
  assert.match(text, /class="reel" width="100%" height="44"/);
  assert.match(text, /href="\/users\/u%2F1"/);
  assert.match(text, /Binge of <bdi>/);
  const alone = html(<SittingReels sittings={[SITTING]} tz="UTC" search="" isOfOneUser />);
  assert.equal(alone.includes("/users/"), false);
});

Deno.test("<CohortGrid> hatches weeks that are not over and leaves one cell to tab to", () => {
  const week = (users: number, finished: boolean) => ({ users, share: users / 10, finished });
  const cohorts = [
    { week: "2026-01-05T00:00:00.000Z", users: 10, weeks: [week(10, true), week(4, false)] },
    { week: "2026-01-12T00:00:00.000Z", users: 10, weeks: [week(10, false)] },
  ];
  const text = html(<CohortGrid cohorts={cohorts} />);
  assert.equal(text.match(/<td[^>]*unfinished/g)?.length, 2);
  assert.equal(text.match(/data-place="[^"]+" tabindex="0"/gi)?.length, 1);
  assert.match(html(<CohortCounts cohorts={cohorts} />), /<td class="num">4\*<\/td>/);
});

Deno.test("<AudiencePanel> shows gaps where a mean has no value, and its numbers as a table", () => {
  const points = [0.5, null, 1, 0.25].map((value, day) => ({
    start: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
    value,
  }));
  const series = { metric: "mean_completion_rate", grain: "day", tz: "UTC", points } as const;
  const text = html(<AudiencePanel series={series} url={PLACE} path="/api/timeseries?show=x" />);
  assert.match(text, /d="M0 50M66.67 0" .*class="plot-stroke open" d="M66.67 0L100 75"/);
  assert.match(text, /2 Jan 2026<\/a><\/th><td class="num">–</);
  assert.match(
    html(<AudiencePanel series={{ ...series, points: [] }} url={PLACE} path="" />),
    /longer one/,
  );
});

Deno.test("<DurationHistogram> marks the runtime within its bar, and bears bins without views", () => {
  const bins = [{ from: 2, to: 5, qualified_views: 0 }, { from: 5, to: null, qualified_views: 0 }];
  const text = html(<DurationHistogram bins={bins} runtimeMinutes={3.5} />);
  assert.match(text, /class="runtime"><line x1="25%"/);
  assert.equal(
    html(<DurationHistogram bins={bins} runtimeMinutes={1} />).includes("runtime"),
    false,
  );
});

Deno.test("<UnknownName> says what may have happened and searches the list", () => {
  const text = html(<UnknownName kind="show" name={NAME} list="/shows" url={PLACE} />);
  assert.match(text, /No show <bdi>“A\/B/);
  assert.match(text, /action="\/shows"/);
});

Deno.test("Trend tells numbers in percent of before, and shares in points", () => {
  const told = (props: { now: number | null; before: number | null; isShare?: boolean }) =>
    html(<Trend {...props} />).replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();
  assert.match(told({ now: 110, before: 100 }), /^▲ up 10% on the period before$/);
  assert.match(told({ now: 0.62, before: 0.6, isShare: true }), /^▲ up 2 points on/);
  assert.match(told({ now: 0.59, before: 0.6, isShare: true }), /^▼ down 1 point on/);
  assert.match(told({ now: 0.6, before: 0.6, isShare: true }), /^= unchanged on/);
  assert.match(told({ now: 5, before: 0 }), /^no period before to compare$/);
  assert.match(told({ now: 0.1, before: 0, isShare: true }), /^▲ up 10 points on/);
});
