// Tests of what a file is to an import of older rules.

import assert from "node:assert/strict";
import type { SourceView } from "../../store/port.ts";
import { OlderViews } from "./find_replaced.ts";

const view = (minute: number, showName: string, episode: string | null = null): SourceView => ({
  ...{ userId: "ann", startMs: minute * 60_000, watchMinutes: 20, showName, episode },
});
const verdict = (older: SourceView[], rows: SourceView[]) => {
  const views = new OlderViews(older);
  for (const row of rows) views.meet(row);
  return views.verdict;
};

Deno.test("a file with the same views under other titles takes the import's place", () => {
  const older = [view(0, "La Palma: Mini Dizi"), view(30, "Okja")];
  const rows = [view(0, "La Palma", "Mini Dizi: 1"), view(30, "Okja", ""), view(60, "Okja")];
  assert.equal(verdict(older, rows), "whole");
});

Deno.test("a file that lacks views of the import does not take its place", () => {
  const older = [view(0, "La Palma: Mini Dizi"), view(30, "Okja")];
  assert.equal(verdict(older, [view(0, "La Palma", "Mini Dizi: 1")]), "part");
});

Deno.test("a file with the same views under the same titles is apart: they are duplicates", () => {
  assert.equal(verdict([view(0, "Okja")], [view(0, "Okja", ""), view(30, "Dark")]), "apart");
  assert.equal(verdict([view(0, "Okja")], [view(30, "Dark")]), "apart");
});
