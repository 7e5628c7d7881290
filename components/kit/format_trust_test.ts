// Numbers of pages about trust can be read at a glance, and little is not nothing.

import assert from "node:assert/strict";
import { formatObserved, formatSmallShare, groupDigits } from "./format_trust.ts";

Deno.test("formatSmallShare() tells little from nothing", () => {
  assert.deepEqual([0, 0.000_03, 0.000_1, 0.1225].map(formatSmallShare), [
    ...["0%", "< 0.01%", "0.01%", "12.25%"],
  ]);
});

Deno.test("groupDigits() separates thousands in texts, and leaves dates", () => {
  assert.equal(groupDigits("119867 = 118031 + 1213"), "119,867 = 118,031 + 1,213");
  assert.equal(formatObserved("= 118031 on 2026-11-01", "rows"), "= 118,031 on 2026-11-01");
});
