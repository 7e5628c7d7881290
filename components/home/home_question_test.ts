// Periods that are compared have one length and touch.

import assert from "node:assert/strict";
import { homePaths, homeQuestion } from "./home_question.ts";

const ALL = { first: "2026-01-01T00:00:00.000Z", last: "2026-03-01T11:59:59.999Z" };

Deno.test("homeQuestion() compares the last 30 days when no period is given", () => {
  const { compared, grain } = homeQuestion({ from: null, to: null }, ALL);
  assert.deepEqual(compared, {
    now: { from: "2026-01-30T12:00:00.000Z", to: "2026-03-01T12:00:00.000Z" },
    before: { from: "2025-12-31T12:00:00.000Z", to: "2026-01-30T12:00:00.000Z" },
    days: 30,
  });
  assert.equal(grain, "day");
});

Deno.test("homeQuestion() compares a period with the one before it, of the same length", () => {
  const period = { from: "2026-02-01T00:00:00Z", to: "2026-02-02T00:00:00Z" };
  const { compared, grain } = homeQuestion(period, ALL);
  assert.deepEqual(compared?.before, {
    from: "2026-01-31T00:00:00.000Z",
    to: "2026-02-01T00:00:00.000Z",
  });
  assert.equal(grain, "quarter_hour");
});

Deno.test("homeQuestion() compares nothing without views or with an empty period", () => {
  assert.equal(homeQuestion({ from: null, to: null }, { first: null, last: null }).compared, null);
  const empty = { from: "2026-02-02T00:00:00Z", to: "2026-02-01T00:00:00Z" };
  assert.equal(homeQuestion(empty, ALL).compared, null);
});

Deno.test("homePaths() limits each panel by all filters but the one that it offers to choose", () => {
  const url = new URL("http://localhost/?country=DE&hour=20&tz=Europe/Berlin&show=Dark");
  const paths = homePaths(url, homeQuestion({ from: null, to: null }, ALL));
  const given = (path: string | null) =>
    Object.fromEntries(new URL(path!, url).searchParams) as Record<string, string>;
  assert.equal(given(paths.overview).hour, "20");
  assert.equal(given(paths.heatmap).hour, undefined);
  assert.equal(given(paths.heatmap).country, "DE");
  assert.equal(given(paths.by.country).country, undefined);
  assert.equal(given(paths.by.country).show, "Dark");
  assert.equal(paths.shows, null);
  assert.equal(given(paths.byShow).show, undefined);
});

Deno.test("homePaths() asks for the series before only when it is wanted and there is a period", () => {
  const ofRange = (search: string) => {
    const url = new URL(`http://localhost/?${search}`), { searchParams } = url;
    const period = { from: searchParams.get("from"), to: searchParams.get("to") };
    return homePaths(url, homeQuestion(period, ALL)).seriesBefore;
  };
  const range = "from=2026-02-01T00:00:00Z&to=2026-02-03T00:00:00Z";
  assert.equal(ofRange("compare=before"), null);
  assert.equal(ofRange(range), null);
  const { searchParams } = new URL(ofRange(`${range}&compare=before`)!, "http://localhost");
  assert.equal(searchParams.get("from"), "2026-01-30T00:00:00.000Z");
  assert.equal(searchParams.get("to"), "2026-02-01T00:00:00.000Z");
});

Deno.test("homeQuestion() asks for no instant outside of the years 0001 to 9999", () => {
  const oldest = "0001-01-01T00:00:00.000Z", newest = "9999-12-31T23:59:59.999Z";
  const open = { from: null, to: null };
  assert.equal(
    homeQuestion({ from: oldest, to: null }, { first: oldest, last: newest }).compared,
    null,
  );
  assert.equal(homeQuestion(open, { first: oldest, last: oldest }).compared, null);
  const { compared, grain, trend } = homeQuestion(open, { first: oldest, last: newest });
  assert.equal(compared!.now.to, null);
  assert.deepEqual([grain, trend], ["decade", "decade"]);
});
