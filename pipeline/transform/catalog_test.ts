// Tests of asking a catalog.

import assert from "node:assert/strict";
import { Catalog, type CatalogEntry } from "./catalog.ts";

const entry = (
  showName: string,
  episode: string | null,
  minutes: number,
  genre: string | null,
) => ({
  showName,
  episode,
  runtimeMinutes: minutes,
  genre,
} satisfies CatalogEntry);

const catalog = new Catalog([
  entry("Dark", null, 50, "Drama"),
  entry("Dark", "E1", 61, "Pilot"),
  entry("Pilot Only", "E1", 12, null),
  entry("Pilot Only", "E2", 13, "Comedy"),
], "00");

Deno.test("Catalog.runtimeOf() prefers the episode's runtime to the show's", () => {
  assert.equal(catalog.runtimeOf("Dark", "E1"), 61);
  assert.equal(catalog.runtimeOf("Dark", "E2"), 50);
  assert.equal(catalog.runtimeOf("Dark", null), 50);
});

Deno.test("Catalog.runtimeOf() is null for what it does not have", () => {
  assert.equal(catalog.runtimeOf("Pilot Only", null), null);
  assert.equal(catalog.runtimeOf("Pilot Only", "E3"), null);
  assert.equal(catalog.runtimeOf("dark", null), null);
  assert.equal(catalog.runtimeOf("__proto__", null), null);
});

Deno.test("Catalog.genreOf() prefers the show's genre, then takes an episode's", () => {
  assert.equal(catalog.genreOf("Dark"), "Drama");
  assert.equal(catalog.genreOf("Pilot Only"), "Comedy");
  assert.equal(catalog.genreOf("Unknown"), null);
});
