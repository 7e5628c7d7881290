// Formats at the edges where rounding would tell a lie.

import assert from "node:assert/strict";
import {
  formatBytes,
  formatCount,
  formatDate,
  formatFineShare,
  formatHours,
  formatInstantUtc,
  formatObserved,
  formatSince,
  formatWhen,
  groupDigits,
} from "./format.ts";

Deno.test("formatFineShare() never rounds something to nothing or to all", () => {
  assert.deepEqual(
    [0, 1, 0.00003, 0.0001, 0.99999, 0.0042, 0.9942, 0.1225, null, NaN].map(formatFineShare),
    ["0%", "100%", "< 0.01%", "0.01%", "> 99.99%", "0.42%", "99.42%", "12.3%", "–", "–"],
  );
});

Deno.test("formatBytes() and formatCount() group and scale", () => {
  const sizes = [0, 999, 1_000, 999_499, 999_500, 67_900_000, 266_120_334, 5e15].map(formatBytes);
  assert.deepEqual(sizes, [
    ...["0 bytes", "999 bytes", "1 kB", "999 kB", "1 MB", "67.9 MB", "266 MB", "5,000 TB"],
  ]);
  assert.deepEqual([1_234_567, Infinity, NaN, null].map(formatCount), ["1,234,567", "–", "–", "–"]);
});

Deno.test("formatHours() shows fewer decimals the more hours there are", () => {
  assert.deepEqual([0, 0.255, 12.34, 93_333.33].map(formatHours), ["0", "0.26", "12.3", "93,333"]);
});

Deno.test("instants are told in their zone", () => {
  assert.equal(formatDate("2024-03-01T23:59:59.999Z", "UTC"), "1 Mar 2024");
  assert.equal(formatDate("2024-03-01T23:59:59.999Z", "Europe/Berlin"), "2 Mar 2024");
  assert.equal(formatInstantUtc("2024-03-02T18:04:31Z"), "2 Mar 2024, 18:04:31 UTC");
  assert.equal(formatWhen("2024-03-02T18:04:31Z"), "2 Mar, 18:04 UTC");
});

Deno.test("formatSince() tells seconds, minutes and hours ago", () => {
  const nowMs = Date.parse("2024-03-02T12:00:00Z");
  const told = [3_000, 90_000, 7_200_000].map((agoMs) =>
    formatSince(new Date(nowMs - agoMs).toISOString(), nowMs)
  );
  assert.deepEqual(told, ["3 s ago", "1 min ago", "2 h ago"]);
});

Deno.test("groupDigits() separates thousands in texts, and leaves dates", () => {
  assert.equal(groupDigits("119867 = 118031 + 1213"), "119,867 = 118,031 + 1,213");
  assert.equal(formatObserved("= 118031 on 2026-11-01", "rows"), "= 118,031 on 2026-11-01");
});
