// Tests of reading rows of a Netflix export.

import assert from "node:assert/strict";
import {
  fieldsFromNetflix,
  isTitleOnlyNetflixHeader,
  netflixColumns,
  titleOnlyNetflixMessage,
} from "./fields_from_netflix.ts";

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
    profile: 0,
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
    profile: 3,
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
    },
    exclusion: null,
  });
});

Deno.test("fieldsFromNetflix() reads durations of the form H:MM:SS and no other", () => {
  const minutes = (duration: string) => read({ Duration: duration }).fields.watchMinutes;
  assert.equal(minutes("00:00:16"), 16 / 60);
  assert.equal(minutes(" 100:59:59 "), 6059 + 59 / 60);
  for (const text of ["", "30", "1:2:3", "0:60:00", "0:00:60", "-0:01:00", "0:30:00.5", "0:30"]) {
    assert.equal(minutes(text), NaN, text);
  }
  assert.equal(minutes("9".repeat(400) + ":00:00"), NaN);
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
