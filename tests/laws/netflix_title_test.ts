// Law: taking a Netflix title apart loses nothing and agrees with the plain reading of the contract.

import assert from "node:assert/strict";
import fc from "fast-check";
import { TITLE_WORDS } from "../../domain/title_words.ts";
import { splitNetflixTitle } from "../../pipeline/transform/split_netflix_title.ts";
import { splitTitle } from "../oracle/split_title.ts";

const word = fc.constantFrom(
  ...Object.values(TITLE_WORDS).flat(),
  ...[
    "第",
    "제",
    "Show",
    "Stranger Things",
    "A — Part",
    "(Folge",
    "(Bölüm",
    "（第",
    "Making of Episode",
  ],
);
const number = fc.oneof(
  fc.nat(400).map(String),
  fc.constantFrom("3B", "３", "٣", "३", "eight", "IV", "1.", "2ª", "1-й", "3rd", "2:a", "", "1-2"),
);
const counter = fc.constantFrom(
  ...["", "", "", "話", "季", "期", "화", "集", "部分", "B", ")", "）", " ", " Recap", "\u200f"],
);
const gap = fc.constantFrom("", " ", " ", " ", "  ", "\u00a0", "\u3000");
const spelling = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.normalize("NFD"),
  (text) => text.toUpperCase(),
  (text) => text.toLocaleUpperCase("tr"),
);

const numbered = fc.oneof(
  fc.tuple(word, gap, number, counter).map((texts) => texts.join("")),
  fc.tuple(number, gap, word, counter).map((texts) => texts.join("")),
  fc.tuple(fc.constantFrom("第", "제"), gap, number, gap, counter).map((texts) => texts.join("")),
);
const part = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(numbered, spelling).map(([text, spell]) => spell(text)) },
  { weight: 1, arbitrary: fc.tuple(word, spelling).map(([text, spell]) => spell(text)) },
  fc.tuple(numbered).map(([text]) => `Name (${text})`),
  fc.constantFrom(
    "Show",
    "Stranger Things",
    "怪奇物語",
    "Stranger Things 3",
    "怪奇物語3",
    "Room 104",
  ),
  fc.constantFrom("(", ")", "", " ", "Season", "12", "Room 104 2"),
  fc.string(),
);
const title = fc.tuple(
  fc.array(part, { minLength: 1, maxLength: 5 }),
  fc.constantFrom(": ", ": ", ": ", " : ", ":", "：", ":  "),
).map(([parts, glue]) => parts.join(glue));

Deno.test("splitNetflixTitle() loses nothing of a title", () => {
  fc.assert(fc.property(title, (text) => {
    const { showName, episode } = splitNetflixTitle(text);
    const glue = text.includes(": ") ? ": " : "：";
    assert.equal(episode === null ? showName : `${showName}${glue}${episode}`, text);
  }));
});

Deno.test("splitNetflixTitle() splits where the oracle does, whatever the language", () => {
  fc.assert(
    fc.property(title, (text) => {
      const { showName, episode } = splitNetflixTitle(text);
      assert.deepEqual({ showName, episode: episode ?? "" }, splitTitle(text));
    }),
    { numRuns: 3_000 },
  );
});
