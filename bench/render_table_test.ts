// Tests the Markdown of tables.

import assert from "node:assert/strict";
import { renderTable } from "./render_table.ts";

Deno.test("renderTable() aligns text left and figures right", () => {
  assert.equal(
    renderTable(["", "seconds"], [["Playhead", "1.95"], ["polars", "14.40"]]),
    "|          | seconds |\n| :------- | ------: |\n| Playhead |    1.95 |\n| polars   |   14.40 |\n",
  );
});

Deno.test("renderTable() escapes bars, so that a cell stays one cell", () => {
  assert.match(renderTable(["a"], [["x|y"]]), /^\| x\\\|y \|$/m);
});

Deno.test("renderTable() refuses a row of another length", () => {
  assert.throws(() => renderTable(["a", "b"], [["1"]]), /must have 2 cells: current value is 1/);
});
