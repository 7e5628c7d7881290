// Tests of what a header says about the columns.

import assert from "node:assert/strict";
import { readCsvHeader } from "../csv_header.ts";
import { USUAL_FORM } from "../csv_form.ts";
import { csvDialect } from "./csv_dialect.ts";
import { DATE, GENRE, IGNORED, MINUTES } from "./scan_csv.ts";
import { columnOf, SHOW, USER } from "./view_columns.ts";

function dialectOf(header: string) {
  const layout = readCsvHeader(header.split(","));
  if (layout.kind === "refused") throw new Error(layout.message);
  return csvDialect({ ...layout, form: USUAL_FORM });
}

Deno.test("csvDialect() gives each column its kind, in any order", () => {
  const { kinds, width } = dialectOf(
    "watch_date,note,device,user_id,genre,watch_duration_minutes,show_name",
  );
  assert.equal(width, 7);
  assert.deepEqual([...kinds ?? []], [
    DATE,
    IGNORED,
    columnOf("device"),
    USER,
    GENRE,
    MINUTES,
    SHOW,
  ]);
});

Deno.test("csvDialect() reads the cells into the fields of their columns", () => {
  const { fieldsOf } = dialectOf("watch_date,user_id,watch_duration_minutes,show_name");
  const { fields, exclusion } = fieldsOf(["2024-01-01", "u", "5", "s"], "2024-01-01,u,5,s");
  assert.deepEqual([fields.userId, fields.showName, fields.watchMinutes], ["u", "s", 5]);
  assert.equal(exclusion, null);
});

Deno.test("csvDialect() leaves Netflix exports to the slow reading", () => {
  const { kinds, fieldsOf } = dialectOf(
    "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Country",
  );
  assert.equal(kinds, null);
  const cells = ["p", "2024-01-01 10:00:00", "0:05:00", "", "Trailer", "TRAILER", "TV", "PT"];
  assert.equal(fieldsOf(cells, cells.join(",")).exclusion, "supplemental");
});
