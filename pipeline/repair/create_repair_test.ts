// Tests of repairs: each kind of step, what cannot be used, and that steps do no harm.

import assert from "node:assert/strict";
import fc from "fast-check";
import { type Repair, REPAIR_FIELDS, type RepairStep } from "../../domain/repair.ts";
import { createRepair as create } from "./create_repair.ts";

const HEADER = ["user_id", "show_name", "watch_duration_minutes", "watch_date", "device"];
const createRepair = (repair: Repair, clockMs = () => 0) => create(repair, clockMs);
const NAMED = { names: HEADER, separator: "," } as const;
const ROW = ["ann", " Lupin ", "12m", "14/01/2024 21:57", "SmartTV"];

function repaired(steps: readonly RepairStep[], raw = ROW.join(",")) {
  const taken = createRepair({ steps })({ raw, header: NAMED });
  assert.equal(taken.kind, "row");
  return taken.kind === "row" ? taken.after : {};
}

Deno.test("createRepair() takes each kind of step", () => {
  const steps: readonly RepairStep[] = [
    { kind: "trim", field: "show_name" },
    { kind: "unit", field: "watch_duration_minutes" },
    { kind: "date", field: "watch_date", format: "DD/MM/YYYY HH:mm", offset: "+01:00" },
    { kind: "map", field: "device", values: { SmartTV: "tv" } },
    { kind: "set", field: "country", value: "FR", when: "empty" },
    { kind: "set", field: "user_id", value: "bob", when: "empty" },
    { kind: "replace", field: "show_name", pattern: "(\\w)upin", with: "$1oup" },
  ];
  assert.deepEqual(repaired(steps), {
    user_id: "ann",
    show_name: "Loup",
    watch_duration_minutes: "12",
    watch_date: "2024-01-14T20:57:00.000Z",
    device: "tv",
    country: "FR",
  });
});

Deno.test("createRepair() replaces in the text itself before it is read into fields", () => {
  const steps: readonly RepairStep[] = [
    { kind: "replace", field: "raw", pattern: ";", with: "," },
  ];
  const taken = createRepair({ steps })({ raw: ROW.join(";"), header: NAMED });
  assert.equal(taken.kind, "row");
  assert.deepEqual(taken.kind === "row" && Object.values(taken.after), ROW);
});

Deno.test("createRepair() names cells by its own columns, and leaves what has too many", () => {
  const columns = HEADER.slice(0, 4), row = { raw: "a,b,3,2024-01-01", header: null };
  assert.deepEqual(createRepair({ steps: [] })(row), { kind: "unreadable" });
  const named = createRepair({ steps: [], columns })(row);
  assert.deepEqual(named.kind === "row" && named.after.watch_date, "2024-01-01");
  const wide = createRepair({ steps: [], columns })({ raw: "a,b,c,3,2024-01-01", header: null });
  assert.deepEqual(wide, { kind: "unreadable" });
});

Deno.test("createRepair() parts cells and decimals as the row's file does", () => {
  const names = HEADER.slice(0, 4), raw = "ann;a, b;30,5;x";
  for (const header of [{ names, separator: ";" as const }, { names, separator: null }]) {
    const fields = (decimalComma: boolean) => {
      const taken = createRepair({ steps: [] })({ raw, header, decimalComma });
      return taken.kind === "row" ? Object.values(taken.after) : taken.kind;
    };
    assert.deepEqual(fields(true), ["ann", "a, b", "30.5", "x"]);
    assert.deepEqual(fields(false), ["ann", "a, b", "30,5", "x"]);
  }
});

Deno.test("createRepair() takes a spreadsheet's date where the run did and the date tells its order", () => {
  const header = { names: ["Profile Name", "Start Time", "Duration", "Title"], separator: null };
  const date = (text: string, localDate: boolean) => {
    const taken = createRepair({ steps: [] })({ raw: `p;${text};x;t`, header, localDate });
    return taken.kind === "row" ? taken.after.watch_date : taken.kind;
  };
  assert.equal(date("12/28/2021 13:02", true), "2021-12-28T13:02:00.000Z");
  assert.equal(date("28.12.21 13:02", true), "2021-12-28T13:02:00.000Z");
  assert.equal(date("2021-12-28 13:02", true), "2021-12-28 13:02");
  assert.equal(date("01/02/2021 13:02", true), "01/02/2021 13:02");
  assert.equal(date("12/28/2021 13:02", false), "12/28/2021 13:02");
});

Deno.test("createRepair() reads a Netflix row as the ETL does", () => {
  const header = ["Profile Name", "Start Time", "Duration", "Title", "Supplemental Video Type"];
  const raw = "Ann,14/01/2024,00:30:00,Lupin: Part 3: Chapter 4,";
  const taken = createRepair({
    steps: [{ kind: "date", field: "watch_date", format: "DD/MM/YYYY" }],
  })({ raw, header: { names: header, separator: "," } });
  assert.deepEqual(taken.kind === "row" && taken.after, {
    user_id: "Ann",
    show_name: "Lupin",
    watch_duration_minutes: "30",
    watch_date: "2024-01-14T00:00:00.000Z",
    episode: "Part 3: Chapter 4",
    device: "",
    country: "",
  });
});

Deno.test("createRepair() leaves a missing episode missing and an empty one empty, unless it sets one", () => {
  const episodeOf = (row: object, steps: readonly RepairStep[]) => {
    const taken = createRepair({ steps })({ raw: JSON.stringify(row), header: null });
    return taken.kind === "row" ? taken.after.episode : taken.kind;
  };
  const other: RepairStep = { kind: "set", field: "user_id", value: "ann" };
  const trim: RepairStep = { kind: "trim", field: "episode" };
  const set: RepairStep = { kind: "set", field: "episode", value: "", when: "empty" };
  assert.equal(episodeOf({}, [other, trim]), undefined);
  assert.equal(episodeOf({ episode: "" }, [other, trim]), "");
  assert.equal(episodeOf({ episode: null }, [other, trim]), null);
  assert.equal(episodeOf({}, [set]), "");
  assert.equal(episodeOf({ episode: "E1" }, [set]), "E1");
});

Deno.test("createRepair() decodes bytes that are not UTF-8 only when told how", () => {
  const raw = Uint8Array.of(
    ...'{"show_name":"caf'.split("").map((c) => c.charCodeAt(0)),
    0xe9,
    34,
    125,
  )
    .toBase64();
  const row = { raw, encoding: "base64", header: null } as const;
  assert.equal(createRepair({ steps: [] })(row).kind, "unreadable");
  const taken = createRepair({ steps: [{ kind: "decode", charset: "windows-1252" }] })(row);
  assert.deepEqual(taken.kind === "row" && taken.after, { show_name: "café" });
});

Deno.test("createRepair() skips all rows, or those that match", () => {
  const skip = { kind: "skip", reason: "test accounts" } as const;
  const row = { raw: ROW.join(","), header: NAMED };
  const reasonOf = (step: RepairStep) => {
    const taken = createRepair({ steps: [step] })(row);
    return taken.kind === "skipped" ? taken.reason : null;
  };
  assert.equal(reasonOf(skip), "test accounts");
  assert.equal(reasonOf({ ...skip, field: "user_id", pattern: "^an" }), "test accounts");
  assert.equal(reasonOf({ ...skip, field: "user_id", pattern: "^bob" }), null);
});

Deno.test("createRepair() refuses patterns that no engine in linear time takes, and formats that name no day", () => {
  const withPattern = (pattern: string): RepairStep => ({
    ...{ kind: "replace", field: "show_name", with: "" },
    pattern,
  });
  const refused = [
    "(.)\\1",
    "(?<y>a)\\k<y>",
    "a(?=b)",
    "(?<!a)b",
    "[",
    "",
    "(a{999}){999}",
    "x**",
    "\\h",
  ];
  for (const pattern of [...refused, ".{900}.{900}"]) {
    assert.throws(() => createRepair({ steps: [withPattern(pattern)] }), /^RangeError: Step 1:/);
  }
  for (const pattern of ["(\\d+)m", "[(+]*", "(a+)+$", "(a|b)*c", "^(x|y)$", "\\\\1", "[?=]"]) {
    assert.doesNotThrow(() => createRepair({ steps: [withPattern(pattern)] }), pattern);
  }
  for (const [format, offset] of [["HH:mm", "Z"], ["DD/MM", "Z"], ["DD/MM/YYYY", "CET"]] as const) {
    assert.throws(
      () => createRepair({ steps: [{ kind: "date", field: "watch_date", format, offset }] }),
      RangeError,
    );
  }
});

Deno.test("createRepair() ends in time on patterns and texts that would take others years", () => {
  for (
    const pattern of [
      "a*a*a*b",
      "(a+)+$b",
      "^(.*),(.*),(.*),(.*),(.*);$",
      "(\\w+)\\s*(\\w+)\\s*(\\d+)$",
    ]
  ) {
    for (const show of ["a".repeat(2_000), ",".repeat(2_000)]) {
      const step = { kind: "replace", field: "show_name", pattern, with: "z" } as const;
      assert.equal(repaired([step], JSON.stringify({ show_name: show })).show_name, show);
    }
  }
});

Deno.test("createRepair() stops at a row that takes too long or becomes too large, and says at which step", () => {
  let nowMs = 0;
  const raw = JSON.stringify({ show_name: "a".repeat(2_000) });
  const taken = (pattern: string, text: string) =>
    createRepair({
      steps: [
        { kind: "trim", field: "user_id" },
        { kind: "replace", field: "show_name", pattern, with: text },
      ],
    }, () => nowMs++)({ raw, header: null });
  assert.deepEqual(taken("b", "c").kind, "row");
  assert.deepEqual(taken("a", "b"), { kind: "stopped", reason: "step 2 takes too long on it" });
  nowMs = NaN; // no time goes by
  for (const text of ["$&".repeat(600), "$'".repeat(500), "$`$`"]) {
    const reason = "step 2 makes more than 1 MiB of it";
    assert.deepEqual(taken("a", text), { kind: "stopped", reason });
  }
});

const anyField = fc.constantFrom(...REPAIR_FIELDS);
const anyStep: fc.Arbitrary<RepairStep> = fc.oneof(
  fc.record({ kind: fc.constant("trim" as const), field: anyField }),
  fc.record({ kind: fc.constant("set" as const), field: anyField, value: fc.string() }),
  fc.record({
    ...{ kind: fc.constant("map" as const), field: anyField },
    values: fc.dictionary(fc.string(), fc.string()),
  }),
  fc.constant<RepairStep>({ kind: "unit", field: "watch_duration_minutes" }),
  fc.constant<RepairStep>({ kind: "date", field: "watch_date", format: "D/M/YYYY" }),
  fc.constant<RepairStep>({ kind: "replace", field: "show_name", pattern: "\\s+", with: " " }),
);

Deno.test("createRepair() takes any steps on any text, the same way each time", () => {
  fc.assert(fc.property(fc.array(anyStep, { maxLength: 5 }), fc.string(), (steps, raw) => {
    const repair = createRepair({ steps }), row = { raw, header: NAMED };
    assert.deepEqual(repair(row), repair(row));
  }));
});

Deno.test("createRepair() changes no field that no step names, and a trim only once", () => {
  fc.assert(
    fc.property(
      fc.record(Object.fromEntries(HEADER.map((name) => [name, fc.string()]))),
      fc.constantFrom(...HEADER as ["user_id"]),
      (fields, field) => {
        const trim: RepairStep = { kind: "trim", field };
        const once = repaired([trim], JSON.stringify(fields));
        assert.deepEqual(once, { ...fields, [field]: fields[field]!.trim() });
        assert.deepEqual(repaired([trim, trim], JSON.stringify(fields)), once);
      },
    ),
  );
});
