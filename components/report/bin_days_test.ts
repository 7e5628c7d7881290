// Tests of bins: the grain for a span, gaps filled, nothing lost.

import assert from "node:assert/strict";
import { binDays } from "./bin_days.ts";

function span(first: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    day: new Date(Date.parse(first) + index * 86_400_000).toISOString().slice(0, 10),
    qualified_views: index + 1,
    watch_hours: 0.5,
  }));
}

Deno.test("binDays() takes days, weeks, months, years and decades as the time grows longer", () => {
  assert.equal(binDays(span("2023-01-01", 1)).grain, "day");
  assert.equal(binDays(span("2023-01-01", 200)).grain, "day");
  assert.equal(binDays(span("2023-01-01", 300)).grain, "week");
  assert.equal(binDays(span("2010-01-01", 3_650)).grain, "month");
  assert.equal(binDays(span("1950-01-01", 20_000)).grain, "year");
  assert.equal(binDays(span("1600-01-01", 150_000)).grain, "decade");
});

Deno.test("binDays() loses no view, whatever the grain, and stays within what can be drawn", () => {
  for (const count of [1, 2, 201, 202, 1_401, 1_402, 14_600, 14_602, 120_000]) {
    const days = span("1689-12-29", count);
    const { bins } = binDays(days);
    const views = bins.reduce((sum, bin) => sum + bin.qualifiedViews, 0);
    assert.equal(views, count * (count + 1) / 2);
    assert(bins.length <= 500, `${bins.length} bins for ${count} days`);
  }
});

Deno.test("binDays() shows days without a view as zero", () => {
  const days = [span("2024-02-28", 1)[0]!, span("2024-03-01", 1)[0]!];
  const { bins } = binDays(days);
  assert.deepEqual(bins.map(({ start, qualifiedViews }) => [start, qualifiedViews]), [
    ["2024-02-28", 1],
    ["2024-02-29", 0],
    ["2024-03-01", 1],
  ]);
  assert.equal(bins[1]!.label, "29 Feb 2024");
});

Deno.test("binDays() starts weeks on Monday and months on their first", () => {
  const weeks = binDays(span("2023-01-01", 500));
  assert.equal(weeks.bins[0]!.start, "2022-12-26");
  assert.equal(weeks.bins[0]!.label, "week of 26 Dec 2022");
  const months = binDays(span("2010-01-31", 3_650));
  assert.deepEqual(months.bins.slice(0, 2).map(({ start }) => start), ["2010-01-01", "2010-02-01"]);
});

Deno.test("binDays() of no days is no bins", () => {
  assert.deepEqual(binDays([]), { grain: "day", bins: [] });
});
