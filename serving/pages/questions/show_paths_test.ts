// Tests which period comes before another one, and what limits which answer.

import assert from "node:assert/strict";
import { periodBefore, showPaths } from "./show_paths.ts";

Deno.test("periodBefore() is as long, ends where the period begins, and keeps the rest", () => {
  const query = new URLSearchParams("from=2026-02-03&to=2026-02-05&country=DE");
  assert.deepEqual(Object.fromEntries(periodBefore(query)!), {
    from: "2026-02-01T00:00:00.000Z",
    to: "2026-02-03T00:00:00.000Z",
    country: "DE",
  });
  for (
    const open of [
      "from=2026-02-03",
      "",
      "from=2026-02-05&to=2026-02-03",
      "from=x&to=y",
      "from=0002-01-01&to=0004-01-01",
    ]
  ) {
    assert.equal(periodBefore(new URLSearchParams(open)), null);
  }
});

Deno.test("showPaths() limits what can be limited", () => {
  const query = new URLSearchParams("from=2026-02-03&hour=20&country=DE&tz=UTC");
  const paths = showPaths("A/B", { query, metric: "users", grain: "day" });
  assert.equal(paths.show, "/api/shows/A%2FB?from=2026-02-03&tz=UTC");
  assert.match(paths.series, /hour=20&country=DE&tz=UTC&show=A%2FB&metric=users&grain=day$/);
  assert.doesNotMatch(paths.heatmap, /hour=/);
});
