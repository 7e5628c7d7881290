// Tests how sittings are drawn.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../../domain/columns.ts";
import type { ComponentChild } from "preact";
import { render } from "preact-render-to-string";
import type { SittingAnswer, ViewAnswer } from "../../domain/answers.ts";
import { SittingReels } from "./SittingReels.tsx";

const NAME = 'A/B "C", <D> 100%';
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
