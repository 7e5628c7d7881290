// Tests that links lead to names of any kind and keep the view's state.

import assert from "node:assert/strict";
import { sameHref, showHref, userHref } from "./hrefs.ts";

Deno.test("showHref() writes names so that a browser reads them back whole", () => {
  for (const name of ['A/B "C", D', "100%", "🎬", "مسلسل", "a?b#c&d=e", " ", "%2F"]) {
    const path = new URL(showHref(name), "http://localhost").pathname;
    assert.equal(decodeURIComponent(path.split("/")[2] ?? ""), name);
    assert.equal(path.split("/").length, 3);
  }
});

Deno.test("userHref() keeps range and zone, and drops what belongs to the list", () => {
  const search = "?range=7d&tz=Europe%2FBerlin&search=x&cursor=y&sort=users";
  assert.equal(userHref("u 1", search), "/users/u%201?range=7d&tz=Europe%2FBerlin");
});

Deno.test("showHref() leads to the list where no path can name the show", () => {
  assert.equal(showHref(".."), "/shows?search=..");
});

Deno.test("showHref() bears half of a surrogate pair", () => {
  assert.equal(showHref("\ud83d"), "/shows/%EF%BF%BD");
});

Deno.test("sameHref() starts paging anew when something else changes", () => {
  const url = new URL("http://localhost/shows?sort=users&cursor=c");
  assert.equal(sameHref(url, { sort: null }), "?");
  assert.equal(sameHref(url, { cursor: "d" }), "?sort=users&cursor=d");
});
