// Tests of recognising a CSV file by its header.

import assert from "node:assert/strict";
import { forDimensions } from "../../domain/columns.ts";
import { readCsvHeader } from "./csv_header.ts";

function refusal(header: string): string {
  const read = readCsvHeader(header.split(","));
  assert.equal(read.kind, "refused");
  return read.kind === "refused" ? read.message : "";
}

Deno.test("readCsvHeader() finds the columns in any order and names those it ignores", () => {
  const header = ["note", "watch_date", " Episode ", "show_name", "User ID"];
  assert.deepEqual(readCsvHeader([...header, "watch_duration_minutes", ""]), {
    kind: "columns",
    columns: {
      ...{ user_id: 4, show_name: 3, watch_duration_minutes: 5, watch_date: 1 },
      ...{ ...forDimensions(() => -1), event_id: -1, episode: 2, genre: -1 },
    },
    width: 7,
    ignored: ["note", "(column 7)"],
  });
});

Deno.test("readCsvHeader() recognises a Netflix export", () => {
  const header = ["Profile Name", "Start Time", "Duration", "Title", "Bookmark"];
  const read = readCsvHeader(header);
  assert.equal(read.kind, "netflix");
  assert.ok(read.kind === "netflix");
  assert.equal(read.columns.title, 3);
  assert.equal(read.width, 5);
  assert.deepEqual(read.ignored, ["Bookmark"]);
});

Deno.test("readCsvHeader() names each missing column, what it found and what may be meant", () => {
  assert.equal(
    refusal("user_id,show_nam,watch_duration_minutes"),
    "its header must name the columns show_name, watch_date: current value is " +
      '"user_id", "show_nam", "watch_duration_minutes" ("show_nam" may be meant as show_name)',
  );
  assert.match(
    refusal("user_id,show_name,watch_duration_minutes,day"),
    /^its header must name the column watch_date: .*"day"$/,
  );
});

Deno.test("readCsvHeader() keeps a refusal short and on one line, whatever the file is", () => {
  const message = refusal(Array.from({ length: 500 }, () => "\n\u0000" + "x".repeat(500)).join());
  assert.ok(message.length < 2_000, `${message.length}`);
  assert.match(message, /^[^\n]* and 480 more$/);
});

Deno.test("readCsvHeader() refuses a column that is there twice", () => {
  assert.equal(
    refusal("user_id,show_name,watch_duration_minutes,watch_date,device,device"),
    "its header must name each column once: device is there more than once",
  );
  assert.match(
    refusal("Profile Name,Title,Title,Start Time,Duration"),
    /Title is there more than once/,
  );
});

Deno.test("readCsvHeader() refuses Netflix's short history with the name of the full one", () => {
  assert.match(refusal("Title,Date"), /short viewing history.*ViewingActivity\.csv/);
});
