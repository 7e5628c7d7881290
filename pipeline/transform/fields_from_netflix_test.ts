// Tests of reading rows of a Netflix export.

import assert from "node:assert/strict";
import { forDimensions } from "../../domain/columns.ts";
import {
  fieldsFromNetflix,
  incompleteNetflixMessage,
  isTitleOnlyNetflixHeader,
  netflixColumns,
  titleOnlyNetflixMessage,
} from "./fields_from_netflix.ts";
import type { LocalDates } from "./local_date.ts";

const HEADER =
  "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,Latest Bookmark,Country"
    .split(",");

/** A row by column name; what is not given is empty. */
function read(values: Readonly<Record<string, string>>) {
  const columns = netflixColumns(HEADER)?.columns;
  assert.ok(columns);
  return fieldsFromNetflix(HEADER.map((name) => values[name] ?? ""), columns);
}

Deno.test("netflixColumns() recognises an export in any column order, case and age", () => {
  assert.deepEqual(netflixColumns(HEADER)?.columns, {
    viewer: 0,
    start: 1,
    duration: 2,
    title: 4,
    attributes: 3,
    supplemental: 5,
    device: 6,
    country: 9,
  });
  assert.deepEqual(netflixColumns(HEADER)?.ignored, ["Bookmark", "Latest Bookmark"]);
  const newer = ["title", " Duration (H:MM:SS) ", "START TIME (UTC)", "Profile Name"];
  assert.deepEqual(netflixColumns(newer)?.columns, {
    viewer: 3,
    start: 2,
    duration: 1,
    title: 0,
    attributes: -1,
    supplemental: -1,
    device: -1,
    country: -1,
  });
});

Deno.test("netflixColumns() is null when profile, start, duration or title is missing", () => {
  for (const missing of ["Profile Name", "Start Time", "Duration", "Title"]) {
    assert.equal(netflixColumns(HEADER.filter((name) => name !== missing)), null, missing);
  }
});

Deno.test("netflixColumns() takes names that differ in case, spaces and marks alone", () => {
  const names = ["ProfileName", "StartTime", "duration (h:mm:ss)", "TITLE", "Device_Type"];
  const { columns } = netflixColumns(names)!;
  const { viewer, start, duration, title, device } = columns;
  assert.deepEqual([viewer, start, duration, title, device], [0, 1, 2, 3, 4]);
  // The column that has the name itself is the one.
  assert.equal(netflixColumns([...HEADER, "StartTime"])?.columns.start, 1);
});

Deno.test("incompleteNetflixMessage() names what an export's header lacks", () => {
  const without = (name: string, other?: string) =>
    incompleteNetflixMessage(HEADER.flatMap((each) => each === name ? other ?? [] : each));
  assert.equal(
    without("Start Time", "Start Tme"),
    "it looks like a Netflix export: Start Time is missing (Start Tme?): name the column so, or " +
      "use ViewingActivity.csv as Netflix sent it",
  );
  assert.equal(
    without("Profile Name"),
    "it looks like a Netflix export: Profile Name is missing: " +
      "use ViewingActivity.csv as Netflix sent it",
  );
  assert.match(
    incompleteNetflixMessage(["Attributes", "Device Type", "Title"])!,
    /Profile Name, Start Time, Duration are missing: /,
  );
  for (const names of [["user_id", "title", "duration", "country"], ["Profile Name", "Title"]]) {
    assert.equal(incompleteNetflixMessage(names), null);
  }
});

Deno.test("fieldsFromNetflix() reads every field of a row", () => {
  const row = read({
    "Profile Name": "p1",
    "Start Time": "2024-01-14 21:57:47",
    "Duration": "1:06:15",
    "Attributes": "Autoplayed: user action: User_Interaction; ",
    "Title": "Lupin: Part 3: Chapter 4 (Episode 4)",
    "Device Type": "TV",
    "Country": "BR (Brazil)",
  });
  assert.deepEqual(row, {
    fields: {
      ...forDimensions(() => ""),
      userId: "p1",
      showName: "Lupin",
      watchMinutes: 66.25,
      watchMinutesText: "1:06:15",
      startMs: Date.UTC(2024, 0, 14, 21, 57, 47),
      watchDateText: "2024-01-14 21:57:47",
      eventId: "",
      episode: "Part 3: Chapter 4 (Episode 4)",
      device: "TV",
      country: "BR (Brazil)",
      genre: "",
    },
    exclusion: null,
  });
});

Deno.test("fieldsFromNetflix() reads durations of the form H:MM:SS and no other", () => {
  const minutes = (duration: string) => read({ Duration: duration }).fields.watchMinutes;
  assert.equal(minutes("00:00:16"), 16 / 60);
  assert.equal(minutes(" 100:59:59 "), 6059 + 59 / 60);
  // A spreadsheet takes a duration for a time of day.
  assert.equal(minutes("12:45:30 AM"), 45.5);
  assert.equal(minutes("1:06:15 a. m."), 66.25);
  assert.equal(minutes("01:00:00 PM"), 780);
  assert.equal(minutes("0.45.00"), 45);
  for (const text of ["13:00:00 AM", "0:45:00 AM", "0:45 AM", "0.45:00", "100.00.00"]) {
    assert.equal(minutes(text), NaN, text);
  }
  for (const text of ["", "30", "1:2:3", "0:60:00", "0:00:60", "-0:01:00", "0:30:00.5", "0:30"]) {
    assert.equal(minutes(text), NaN, text);
  }
  assert.equal(minutes("9".repeat(400) + ":00:00"), NaN);
});

Deno.test("fieldsFromNetflix() reads local dates in a file that a spreadsheet saved alone", () => {
  const { columns } = netflixColumns(HEADER)!;
  const start = (text: string, localDates?: LocalDates) =>
    fieldsFromNetflix(HEADER.map((name) => name === "Start Time" ? text : ""), columns, localDates)
      .fields.startMs;
  const expected = Date.UTC(2021, 11, 1, 13, 2);
  assert.equal(start("12/01/2021 13:02", { order: "month" }), expected);
  assert.equal(start("01/12/2021 13:02", { order: "day" }), expected);
  assert.equal(start("1.12.21 13:02", { order: null }), expected);
  assert.equal(start("2021-12-01 13:02:00", { order: null }), expected);
  assert.equal(start("12/01/2021 13:02", { order: null }), NaN);
  assert.equal(start("1.12.21 13:02"), NaN);
});

Deno.test("fieldsFromNetflix() excludes extras first, then short views that played by themselves", () => {
  const autoplayed = {
    Attributes: "View was hidden; Autoplayed: user action: None; ",
    Duration: "0:01:59",
  };
  assert.equal(
    read({ ...autoplayed, "Supplemental Video Type": "TRAILER" }).exclusion,
    "supplemental",
  );
  assert.equal(read(autoplayed).exclusion, "autoplayed");
  assert.equal(read({ ...autoplayed, Duration: "0:02:00" }).exclusion, null);
  assert.equal(
    read({ ...autoplayed, Attributes: "Autoplayed: user action: User_Interaction; " }).exclusion,
    null,
  );
  assert.equal(read({ "Supplemental Video Type": " " }).exclusion, null);
});

Deno.test("isTitleOnlyNetflixHeader() knows the short history, whose message names the full one", () => {
  assert.equal(isTitleOnlyNetflixHeader(["Title", "Date"]), true);
  assert.equal(isTitleOnlyNetflixHeader(["Title", "Date", "Duration"]), false);
  assert.match(titleOnlyNetflixMessage(), /no durations: .*ViewingActivity\.csv/);
});
