// Tests of writing views as records: read again, they are the same views.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../../domain/columns.ts";
import type { View } from "../../domain/view.ts";
import { fieldsFromJson } from "../../pipeline/transform/fields_from_json.ts";
import { parseObject } from "../../pipeline/transform/parse_json_object.ts";
import { validateFields } from "../../pipeline/transform/validate_fields.ts";
import { eventRecord } from "./event_record.ts";

const VIEW: View = {
  userId: "ann",
  showName: 'Lupin "2"\n',
  watchMinutes: 66.25,
  startMs: Date.UTC(2024, 0, 14, 21, 57, 47, 123),
  eventId: null,
  episode: null,
  ...NO_DIMENSIONS,
};

function readAgain(view: View): View {
  const object = parseObject(new TextDecoder().decode(eventRecord(view, "a.csv").value));
  assert.ok(object);
  const outcome = validateFields(fieldsFromJson(object), { nowMs: Date.UTC(2025) });
  assert.equal(outcome.kind, "view");
  return outcome.kind === "view" ? outcome.view : view;
}

Deno.test("eventRecord() is keyed by user and names its source", () => {
  const { key, headers } = eventRecord(VIEW, "a.csv");
  assert.deepEqual([key, headers], ["ann", { source: "a.csv" }]);
});

Deno.test("eventRecord() keeps every field", () => {
  const trimmed = { ...VIEW, showName: "Lupin" };
  const full = { ...trimmed, eventId: "e", episode: "é", device: "TV", country: "BR" };
  const film = { ...trimmed, episode: "" };
  for (const view of [trimmed, film, full, { ...full, watchMinutes: 16 / 60 }]) {
    assert.deepEqual(readAgain(view), view);
  }
});

Deno.test("eventRecord() keeps the first and the last instant that are taken", () => {
  for (const date of ["1990-01-01T00:00:00.000Z", "2025-01-01T00:05:00.000Z"]) {
    const view = { ...VIEW, showName: "x", startMs: Date.parse(date) };
    assert.deepEqual(readAgain(view), view);
  }
});
