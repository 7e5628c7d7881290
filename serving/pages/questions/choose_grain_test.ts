// Tests that the period of a page is asked for only where its address leaves it open.

import assert from "node:assert/strict";
import { chooseGrain } from "./choose_grain.ts";

Deno.test("chooseGrain() asks for nothing when the address holds both ends", async () => {
  const url = new URL("http://localhost/shows?from=2026-01-01&to=2026-01-02T00:00:00Z");
  assert.equal(await chooseGrain({ url, req: new Request(url) }, "chart"), "quarter_hour");
});
