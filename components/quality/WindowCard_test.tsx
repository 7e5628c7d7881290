// Tests that an hour by itself is not told as several.

import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import type { WindowExpectation } from "../../domain/window_answer.ts";
import { WindowCard } from "./StreamExpectations.tsx";

const POINT = { start: "2026-01-01T20:00:00.000Z", observed: 0.1, usual: null, band: null };
const CARD: WindowExpectation = {
  ...{ id: "quarantine.share", description: "share", metric: "quarantined_share", unit: "share" },
  ...{ limit: "≤ 0.2", severity: "error", failed: 0, unusual: 0 },
  points: [{ ...POINT, passed: true }],
};

Deno.test("WindowCard() says one hour of one and hours of more", () => {
  const said = (more: Partial<WindowExpectation>) =>
    render(<WindowCard expectation={{ ...CARD, ...more }} />);
  assert.match(said({}), /Held in the one hour with rows/);
  assert.match(said({ limit: null }), /No band yet: 1 hour known</);
  const banded = { ...POINT, passed: true, band: [0, 1] as const };
  const mixed = said({ limit: null, points: [CARD.points[0]!, banded] });
  assert.match(mixed, /Outside of its band in 0 of 1 hour</);
  const points = [CARD.points[0]!, { ...POINT, passed: true }];
  assert.match(said({ points }), /Held in all 2 hours with rows/);
  assert.match(said({ points, failed: 1 }), /Failed in 1 of 2 hours with rows/);
});
