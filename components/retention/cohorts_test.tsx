// Tests what the pictures of cohorts say.

import assert from "node:assert/strict";
import type { ComponentChild } from "preact";
import { render } from "preact-render-to-string";
import CohortGrid from "../../islands/retention/CohortGrid.tsx";
import { CohortCounts } from "./CohortCounts.tsx";

const html = (node: ComponentChild) => render(<>{node}</>);

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
