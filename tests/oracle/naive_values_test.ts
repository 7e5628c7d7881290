// Holds the oracle's numbers, instants and titles to values read by hand.

import assert from "node:assert/strict";
import { naiveDecimal } from "./naive_decimal.ts";
import { naiveInstant } from "./naive_instant.ts";
import { splitTitle } from "./split_title.ts";

Deno.test("naiveDecimal() reads decimal numbers and nothing else", () => {
  const numbers = ["1e1", ".5", "5.", "+5", " 7\u00A0", "00012", "1E-2", "5e-324", "1440.0000001"];
  assert.deepEqual(numbers.map(naiveDecimal), [10, 0.5, 5, 5, 7, 12, 0.01, 5e-324, 1440.0000001]);
  assert.ok(Object.is(naiveDecimal("-0"), -0));
  const others = [
    "",
    ".",
    "1e",
    "1e1.5",
    "e5",
    "--1",
    "1,5",
    "1_0",
    "0x10",
    "NaN",
    "Infinity",
    "1e309",
  ];
  for (const text of others) assert.ok(Number.isNaN(naiveDecimal(text)), text);
});

Deno.test("naiveInstant() reads the forms of watch_date", () => {
  const noon = Date.UTC(2024, 1, 29, 12);
  const forms = ["2024-02-29T12:00", "2024-02-29 12:00:00", "2024-02-29T12:00:00.000999999Z"]
    .concat(["2024-02-29T17:30+05:30", "2024-02-28 12:01-2359", "2024-02-29T12:00-00:00"])
    .concat(["2024-02-29 12:00:00+00", "2024-02-29 07:00-05", "2024-02-29 12:00:00.0 UTC"]);
  for (const text of forms) assert.equal(naiveInstant(text), noon, text);
  assert.equal(naiveInstant("2024-02-29"), Date.UTC(2024, 1, 29));
  assert.equal(naiveInstant("2024-02-29T12:00:00.5"), noon + 500);
  assert.equal(naiveInstant("0001-01-01"), -62_135_596_800_000);
  assert.equal(naiveInstant("9999-12-31T23:59:59.999Z"), 253_402_300_799_999);
});

Deno.test("naiveInstant() refuses every other form and days that do not exist", () => {
  const others = [
    "2023-02-29",
    "1900-02-29",
    "2024-04-31",
    "2024-13-01",
    "2024-00-01",
    "2024-01-00",
  ]
    .concat(["2024-01-01T24:00", "2024-01-01T23:60", "2024-01-01T23:59:60", "2024-01-01T10"])
    .concat(["2024-01-01T10:00:00.", "2024-01-01T10:00:00.1234567890", "2024-01-01T10:00.5"])
    .concat(["2024-01-01Z", "2024-01-01T10:00z", "2024-01-01t10:00", "2024-01-01T10:00+5"])
    .concat(["0000-02-29", "0001-01-01T00:00+00:01", "9999-12-31T23:59-00:01", "2024-01-01 UTC"])
    .concat([
      "2024-01-01T10:00+24:00",
      "2024-01-01T10:00 Z",
      "2024-01-01T",
      "20240101",
      "",
      "2024-1-1",
    ]);
  for (const text of others) assert.ok(Number.isNaN(naiveInstant(text)), text);
});

Deno.test("splitTitle() splits before the first part that names a season", () => {
  assert.deepEqual(splitTitle("Lupin: Part 3: Chapter 4 (Episode 4)"), {
    showName: "Lupin",
    episode: "Part 3: Chapter 4 (Episode 4)",
  });
  assert.deepEqual(splitTitle("Resident Evil: A Série: Temporada 1: Bem-vindos"), {
    showName: "Resident Evil: A Série",
    episode: "Temporada 1: Bem-vindos",
  });
  assert.equal(splitTitle("Show: MINISSÉRIE: One").showName, "Show");
  assert.equal(splitTitle("Season 3: Not a show").showName, "Season 3: Not a show");
});

Deno.test("splitTitle() takes the first part before an episode number, and films whole", () => {
  assert.deepEqual(splitTitle("Novela: Vidas: Episódio 347"), {
    showName: "Novela",
    episode: "Vidas: Episódio 347",
  });
  assert.equal(splitTitle("Show: Name (Episode 48)").showName, "Show");
  const film = "Rebel Moon — Part One: A Child of Fire";
  assert.deepEqual(splitTitle(film), { showName: film, episode: "" });
});
