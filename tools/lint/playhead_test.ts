// Tests of the lint rules, each with code that it must report and code that it must leave alone.

import assert from "node:assert/strict";
import { ARROWS, refuseImport } from "./arrows.ts";
import plugin from "./playhead.ts";

/** What the rules report in a file with this text; the opening comment is added. */
function lint(file: string, text: string, opening = "// Says what it is for.\n"): string[] {
  return Deno.lint.runPlugin(plugin, file, opening + text)
    .map(({ id, message }) => `${id.replace("playhead/", "")}: ${message}`);
}

const isRefused = (file: string, target: string, isPackage = false) =>
  refuseImport(file, target, isPackage) !== null;

Deno.test("import-arrows reports imports and exports, of values and types, in every form", () => {
  const forms = [
    'import { tryEtl } from "../pipeline/etl.ts";',
    'import type { EtlOptions } from "../pipeline/etl.ts";',
    'export * from "../pipeline/etl.ts";',
    'export { tryEtl } from "../pipeline/etl.ts";',
    'export type Options = import("../pipeline/etl.ts").EtlOptions;',
    'import "../pipeline/etl.ts";',
  ];
  const message = "import-arrows: Cannot import pipeline/etl.ts as domain may import domain only";
  for (const form of forms) assert.deepEqual(lint("domain/view.ts", form), [message], form);
  const dynamic = lint("serving/api.ts", 'await import("../pipeline/etl.ts");');
  assert.equal(dynamic.length, 1);
});

Deno.test("import-arrows allows what the table names and what lies in the same folder", () => {
  const allowed: readonly (readonly [file: string, target: string])[] = [
    ["domain/view.ts", "domain/rule.ts"],
    ["pipeline/transform/scan/x.ts", "pipeline/transform/catalog.ts"],
    ["pipeline/etl/etl_run.ts", "pipeline/workers/worker_pool.ts"],
    ["pipeline/io/x.ts", "lake/catalog.ts"],
    ["log/embedded/wake.ts", "log/errors.ts"],
    ["store/sqlite/write/x.ts", "store/core/view_rows.ts"],
    ["serving/api/x.ts", "store/port.ts"],
    ["serving/api/x.ts", "store/errors.ts"],
    ["routes/index.tsx", "islands/Chart.tsx"],
    ["tasks/etl.ts", "config.ts"],
    ["main.ts", "serving/api/app.ts"],
    ["pipeline/workers/etl_worker.ts", "pipeline/io/file_window.ts"],
    ["domain/view_test.ts", "pipeline/etl.ts"],
    ["tests/laws/x.ts", "tasks/etl.ts"],
  ];
  for (const [file, target] of allowed) assert.ok(!isRefused(file, target), `${file} → ${target}`);
});

Deno.test("import-arrows refuses what points the wrong way", () => {
  const refused: readonly (readonly [file: string, target: string])[] = [
    ["pipeline/transform/x.ts", "pipeline/io/file_window.ts"],
    ["pipeline/generate/x.ts", "pipeline/transform/catalog.ts"],
    ["pipeline/io/x.ts", "log/port.ts"],
    ["stream/consume.ts", "pipeline/io/read_catalog.ts"],
    ["serving/live/hub.ts", "log/port.ts"],
    ["serving/service/x.ts", "store/sqlite/queries.ts"],
    ["tasks/x.ts", "store/sqlite/write/store.ts"],
    ["stream/consume/x.ts", "log/kafka/open_kafka.ts"],
    ["serving/live/hub.ts", "stream/storehouse.ts"],
    ["serving/service/x.ts", "tasks/read_views.ts"],
    ["serving/service/x.ts", "store/sqlite/queries.ts"],
    ["stream/consume/x.ts", "log/kafka/kafka_consumer.ts"],
    ["log/kafka/x.ts", "log/embedded/log_writer.ts"],
    ["store/port.ts", "store/sqlite/queries.ts"],
    ["islands/Chart.tsx", "serving/queries/x.ts"],
    ["client/live.ts", "components/Chart.tsx"],
    ["tasks/etl.ts", "islands/Chart.tsx"],
    ["main.ts", "islands/Chart.tsx"],
    ["pipeline/etl.ts", "config.ts"],
    ["config.ts", "pipeline/etl.ts"],
    ["domain/view.ts", "tests/real_export.ts"],
  ];
  for (const [file, target] of refused) assert.ok(isRefused(file, target), `${file} → ${target}`);
});

Deno.test("import-arrows keeps each package behind its door, however its name is written", () => {
  for (const name of ["kafkajs", "npm:kafkajs@2.2.4", "kafkajs/src/x.js", "npm:/kafkajs@2.2.4/x"]) {
    assert.ok(isRefused("log/embedded/x.ts", name, true), name);
    assert.ok(!isRefused("log/kafka/x.ts", name, true), name);
    assert.ok(!isRefused("bench/x.ts", name, true), name);
  }
  assert.ok(isRefused("serving/live/x.ts", "hono", true));
  assert.ok(!isRefused("serving/live/x.ts", "preact", true));
  assert.ok(isRefused("serving/live/x.ts", "node:sqlite", true));
  assert.ok(!isRefused("store/sqlite/write/x.ts", "node:sqlite", true));
  assert.ok(isRefused("domain/x.ts", "fast-check", true));
});

Deno.test("import-arrows asks for a line in the table when a folder is new", () => {
  assert.match(refuseImport("plugins/x.ts", "domain/view.ts", false)!, /in no folder of the table/);
  assert.ok(Object.values(ARROWS).every((targets) => !targets.includes("tests")));
});

Deno.test("pure-folders reports clock, randomness, waiting, platform and packages", () => {
  const impure = [
    "Date.now();",
    'Date["now"]();',
    "new Date();",
    "Date();",
    "const { now } = Date;",
    "performance.now();",
    "Math.random();",
    "crypto.randomUUID();",
    'Deno.readTextFileSync("x");',
    "const files = Deno;",
    "read(Deno);",
    "globalThis.Deno;",
    'console.log("x");',
    'fetch("x");',
    "setTimeout(f, 1);",
    "await f();",
    "async function f() {}",
    "const f = async () => 1;",
    "const x = { async f() {} };",
    "for await (const x of y) f(x);",
    'import { join } from "node:path";',
    'import pad from "left-pad";',
    'import { createHash, randomUUID } from "node:crypto";',
    'import * as zlib from "node:zlib";',
    'import "node:zlib";',
    'import { type A, b } from "npm:x@1";',
  ];
  for (const text of impure) {
    for (const file of ["domain/x.ts", "pipeline/transform/scan/x.ts", "store/core/x.ts"]) {
      const reports = lint(file, text);
      assert.ok(reports.some((report) => report.startsWith("pure-folders:")), `${file}: ${text}`);
    }
    const elsewhere = [...lint("tasks/x.ts", text), ...lint("domain/x_test.ts", text)];
    assert.deepEqual(elsewhere, [], text);
  }
});

Deno.test("pure-folders leaves pure code alone", () => {
  const pure = [
    "new Date(5).toISOString();",
    "Date.UTC(2024, 1);",
    "Math.max(1, 2);",
    "row.performance.now;",
    "const x = { console: 1 };",
    'import type { VNode } from "preact";',
    'import { parseInstant } from "./instant.ts";',
    'import { createHash } from "node:crypto";',
    "for (const x of y) f(x);",
  ];
  for (const text of pure) assert.deepEqual(lint("domain/x.ts", text), [], text);
});

Deno.test("disk-doors keeps the disk to the folders that have something there", () => {
  const touching = [
    'await Deno.open("x");',
    'Deno.statSync("x");',
    'Deno["readTextFile"]("x");',
    'import { existsSync } from "node:fs";',
    'import { rename } from "node:fs/promises";',
  ];
  for (const text of touching) {
    for (const file of ["pipeline/io/x.ts", "serving/service/x.ts", "stream/replay.ts"]) {
      const reports = lint(file, text);
      assert.equal(reports.length, 1, `${file}: ${text}`);
      assert.match(reports[0]!, /^disk-doors: Cannot use /);
    }
    for (const file of ["lake/disk/x.ts", "log/embedded/x.ts", "tasks/x.ts", "lake/x_test.ts"]) {
      assert.deepEqual(lint(file, text), [], `${file}: ${text}`);
    }
  }
  assert.deepEqual(
    lint("pipeline/io/x.ts", "Deno.stdin.readSync(x); x.open(); Deno.hostname();"),
    [],
  );
});

Deno.test("file-opening wants words in the first line", () => {
  for (const opening of ["", "\n// Late.\n", "//\n", "// x\n", "// deno-lint-ignore-file x\n"]) {
    const reports = lint("domain/x.ts", "export const x = 1;", opening);
    assert.equal(reports.length, 1, opening);
    assert.match(reports[0]!, /^file-opening: Cannot read what this file is for/);
  }
  assert.deepEqual(lint("domain/x.ts", "", "#!/usr/bin/env -S deno run\n// Says it.\n"), []);
});

Deno.test("keyed-titles wants a key on titles of components", () => {
  const texts = ["const a = <title>x</title>;", 'const a = <title key="tip">x</title>;'];
  const reports = (file: string) => texts.map((text) => lint(file, text).length);
  assert.deepEqual(reports("components/x.tsx"), [1, 0]);
  assert.deepEqual(reports("routes/x.tsx"), [0, 0]);
});
