// Law: taking a Netflix title apart loses nothing and agrees with the plain reading of the contract.

import assert from "node:assert/strict";
import fc from "fast-check";
import { splitNetflixTitle } from "../../pipeline/transform/split_netflix_title.ts";
import { splitTitle } from "../oracle/split_title.ts";

const part = fc.oneof(
  fc.constantFrom("Season 3", "Part 12", "Part One", "LIMITED SERIES", "Livro 2", "Episode 7"),
  fc.constantFrom("Name (Episode 48)", "Episódio 347", "Season 1 Recap", "A — Part 1", " Part 2 "),
  fc.constantFrom("(", ")", "", " ", "Season", "Minissérie", "Season  4", "12"),
  fc.string(),
);
const title = fc.tuple(
  fc.array(part, { minLength: 1, maxLength: 5 }),
  fc.constantFrom(": ", ": ", ":", " : "),
).map(([parts, glue]) => parts.join(glue));

Deno.test("splitNetflixTitle() loses nothing of a title", () => {
  fc.assert(fc.property(title, (text) => {
    const { showName, episode } = splitNetflixTitle(text);
    assert.equal(episode === null ? showName : `${showName}: ${episode}`, text);
  }));
});

Deno.test("splitNetflixTitle() finds a season where the oracle finds one", () => {
  const season = fc.constantFrom("Season 3", "Parte 2", "Minissérie", "Book 1", "Chapter 4");
  const name = fc.stringMatching(/^[A-Za-z ]{1,8}$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(season, name), { minLength: 1, maxLength: 5 }), (parts) => {
      const text = parts.join(": ");
      const { showName, episode } = splitNetflixTitle(text);
      assert.deepEqual({ showName, episode: episode ?? "" }, splitTitle(text));
    }),
  );
});
