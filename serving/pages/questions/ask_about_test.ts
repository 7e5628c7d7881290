// Tests what pages take from their addresses.

import assert from "node:assert/strict";
import { askAbout } from "./ask_about.ts";

Deno.test("askAbout() takes the named parameters that are not empty", () => {
  const url = new URL("http://localhost/shows?from=2026-01-01&to=&tz=Europe/Berlin&theme=dark");
  const { query, tz } = askAbout(url, ["from", "to", "search"]);
  assert.equal(query.toString(), "from=2026-01-01");
  assert.equal(tz, "Europe/Berlin");
});

Deno.test("askAbout() refuses what is no zone, and says so", () => {
  for (const tz of ["Mars", "+02:00"]) {
    const url = new URL(`http://localhost/users?tz=${encodeURIComponent(tz)}`);
    assert.throws(() => askAbout(url, []), {
      status: 400,
      message: /such as Europe\/Berlin: current/,
    });
  }
});
