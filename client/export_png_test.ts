// Tests how files are named by titles.

import assert from "node:assert/strict";
import { fileNameOf } from "./export_png.ts";

Deno.test("fileNameOf() keeps what any file system takes", () => {
  assert.equal(fileNameOf("Audience over time"), "audience-over-time");
  assert.equal(fileNameOf("  Où, quand? "), "ou-quand");
  assert.equal(fileNameOf("…"), "chart");
});
