// Tests what the charts of views say of gaps and empty bins.

import assert from "node:assert/strict";
import type { ComponentChild } from "preact";
import { render } from "preact-render-to-string";
import { AudiencePanel } from "./AudiencePanel.tsx";
import { DurationHistogram } from "./DurationPanel.tsx";

const PLACE = new URL("http://localhost/shows?range=7d&cursor=x&sort=users");
const html = (node: ComponentChild) => render(<>{node}</>);

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
