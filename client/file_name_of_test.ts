// Tests how files are named by titles.

import assert from "node:assert/strict";
import { fileNameOf } from "./file_name_of.ts";

Deno.test("fileNameOf() keeps what any file system takes", () => {
  assert.equal(fileNameOf("Audience over time"), "audience-over-time");
  assert.equal(fileNameOf("  Où, quand? "), "ou-quand");
  assert.equal(fileNameOf("…"), "chart");
});
