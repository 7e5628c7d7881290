// Tests of the planned errors against the rules themselves.

import assert from "node:assert/strict";
import { forDimensions } from "../../domain/columns.ts";
import { RULE_IDS } from "../../domain/rule.ts";
import { fieldsFromCells } from "../transform/fields_from_cells.ts";
import { validateFields } from "../transform/validate_fields.ts";
import { planError, spoilFields, withLatin1Letter } from "./spoil_fields.ts";

const COLUMNS = {
  user_id: 0,
  show_name: 1,
  watch_duration_minutes: 2,
  watch_date: 3,
  event_id: -1,
  episode: -1,
  ...forDimensions(() => -1),
  genre: -1,
};
const GOOD = {
  user_id: "u-000123",
  show_name: "The Quiet Harbor",
  watch_duration_minutes: "42.3",
  watch_date: "2026-05-31T20:15:00Z",
};

Deno.test("spoilFields() breaks exactly the planned rule, in every variant", () => {
  const nowMs = Date.parse("2026-11-01T00:00:00Z");
  for (let ordinal = 1; ordinal <= 400; ordinal++) {
    const error = planError(ordinal, "all");
    const isAboutRow = error.rule.startsWith("row.") && error.rule !== "row.too_long";
    const fields = spoilFields(GOOD, error);
    const cells = [
      fields.user_id,
      fields.show_name,
      fields.watch_duration_minutes,
      fields.watch_date,
    ];
    const validated = validateFields(fieldsFromCells(cells, COLUMNS), { nowMs });
    const broken = validated.kind === "bad" ? validated.reasons.map(({ rule }) => rule) : [];
    assert.deepEqual(broken, isAboutRow ? [] : [error.rule], `${ordinal}: ${cells}`);
  }
});

Deno.test("planError() takes every rule but the newest in turn, and row.too_long only a handful of times", () => {
  const counts = new Map<string, number>();
  for (let ordinal = 1; ordinal <= 9_004; ordinal++) {
    const { rule } = planError(ordinal, "all");
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  for (const rule of RULE_IDS.filter((rule) => rule !== "watch_date.too_early")) {
    assert.equal(counts.get(rule), rule === "row.too_long" ? 4 : 1_000, rule);
  }
});

Deno.test("planError() with kinds `fields` leaves the structure of rows alone", () => {
  for (let ordinal = 1; ordinal <= 100; ordinal++) {
    assert.ok(!planError(ordinal, "fields").rule.startsWith("row."));
  }
});

Deno.test("withLatin1Letter() makes any text invalid UTF-8", () => {
  for (const text of ["Plain", "Été", "東京食堂", ""]) {
    const bytes = withLatin1Letter(new TextEncoder().encode(text), 0);
    assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes), TypeError, text);
  }
});
