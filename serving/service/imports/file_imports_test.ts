// Tests of files that are handed in: looked at without a trace, moved when published, refused with a reason.

import assert from "node:assert/strict";
import { join } from "node:path";
import { ConflictError, UsageError } from "../../../domain/errors.ts";
import type { FileImport } from "../../../domain/file_import.ts";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { FileImports } from "./file_imports.ts";

const CSV = "user_id,show_name,watch_duration_minutes,watch_date\n" +
  "ann,Dark,45,2026-01-01T20:00:00Z\nann,Dark,45,2026-01-01T20:00:00Z\n" +
  Array.from({ length: 8 }, (_, n) => `bob,Dark,${30 + n},2026-01-0${n + 1}\n`).join("") +
  "bob,Dark,12m,2026-01-01\n";

async function withImports(
  use: (imports: FileImports, folder: string) => Promise<void>,
  maxBytes = 1e6,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-imports-" });
  const imports = new FileImports({
    ...{ folder: join(folder, "imports"), rawFolder: join(folder, "raw"), maxBytes },
    ...{ contractPath: null, catalogPath: null, thresholds: DEFAULT_THRESHOLDS },
    ledgerOf: () => Promise.resolve(null),
  });
  try {
    await use(imports, folder);
  } finally {
    await imports.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const take = (imports: FileImports, name: string, text: string) =>
  imports.take(name, new Blob([text]).stream());

async function settled(imports: FileImports, { id }: FileImport): Promise<FileImport> {
  for (;;) {
    const state = imports.find(id)!;
    if (state.stage !== "reading") return state;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

Deno.test("FileImports looks at a file, and moves it when it is published", () =>
  withImports(async (imports, folder) => {
    const taken = await take(imports, "views.csv", CSV);
    const { stage, preview, problem } = await settled(imports, taken);
    assert.deepEqual([stage, problem, preview!.qualified_views], ["ready", null, 9]);
    assert.deepEqual(preview!.ledger, {
      ...{ read: 11, accepted: 9, duplicate: 1, quarantined: 1, excluded: 0 },
    });
    assert.equal(preview!.examples[0]!.raw, "bob,Dark,12m,2026-01-01");
    assert.equal(preview!.examples[0]!.source, "views.csv");
    const { source } = (await imports.publish(taken.id))!;
    assert.equal(source, join(folder, "raw", "views.csv"));
    assert.equal(await Deno.readTextFile(source), CSV);
    imports.sent(source, 11);
    assert.deepEqual([imports.find(taken.id)!.progress, imports.find(taken.id)!.sent], [1, 11]);
    imports.ended(source, { runId: "r", problem: null, isStopped: false });
    assert.equal(imports.find(taken.id)!.stage, "published");
    assert.equal(imports.signalOf(source), undefined);
  }));

Deno.test("FileImports keeps another file of the same name beside, the same file in its place", () =>
  withImports(async (imports) => {
    const names: string[] = [];
    for (const text of [CSV, CSV, CSV + "cy,Dark,9,2026-01-01\n"]) {
      const taken = await take(imports, "views.csv", text);
      await settled(imports, taken);
      names.push((await imports.publish(taken.id))!.source!.split("/").at(-1)!);
    }
    assert.deepEqual(names, ["views.csv", "views.csv", "views (2).csv"]);
  }));

Deno.test("FileImports says why a file is refused, and does not publish it", () =>
  withImports(async (imports) => {
    await assert.rejects(take(imports, "views.xlsx", CSV), UsageError);
    await assert.rejects(take(imports, "large.csv", "x".repeat(1_001)), /at most 1000 bytes/);
    const short = await settled(
      imports,
      await take(imports, "History.csv", "Title,Date\nA,1/2/24"),
    );
    assert.equal(short.stage, "refused");
    assert.match(short.problem!, /ViewingActivity\.csv/);
    const bad = CSV + "bob,,3,2026-01-01\n".repeat(9);
    const held = await settled(imports, await take(imports, "bad.csv", bad));
    assert.match(held.problem!, /quarantine\.share is 0\.5/);
    assert.equal((await imports.publish(held.id))!.stage, "ready");
  }, 1_000));

Deno.test("FileImports lets a file go, and ends a run that is under way", () =>
  withImports(async (imports, folder) => {
    const dropped = await take(imports, "a.csv", CSV);
    imports.cancel(dropped.id);
    assert.equal(imports.find(dropped.id), null);
    const sent = await take(imports, "b.csv", CSV);
    await settled(imports, sent);
    const source = (await imports.publish(sent.id))!.source!, signal = imports.signalOf(source)!;
    imports.cancel(sent.id);
    assert.equal(signal.aborted, true);
    imports.ended(source, { runId: null, problem: "It was cancelled", isStopped: true });
    assert.equal(imports.find(sent.id)!.stage, "stopped");
    assert.deepEqual([...Deno.readDirSync(join(folder, "imports"))].map(({ name }) => name), [
      sent.id,
    ]);
  }));

Deno.test("FileImports published at once under one name come to lie apart, or are one when they are the same", () =>
  withImports(async (imports, folder) => {
    const texts = [1, 2, 3, 3].map((n) => `${CSV}cy,Dark,${n},2026-01-01\n`);
    const taken = await Promise.all(texts.map((text) => take(imports, "views.csv", text)));
    for (const one of taken) await settled(imports, one);
    const published = await Promise.all(taken.map(({ id }) => imports.publish(id)));
    const sources = published.map((one) => one!.source!);
    assert.equal(new Set(sources).size, 3);
    const kept = await Promise.all(sources.map((source) => Deno.readTextFile(source)));
    assert.deepEqual(kept, texts);
    for (const source of sources) {
      imports.ended(source, { runId: "r", problem: null, isStopped: false });
    }
    for (const { id } of taken) assert.equal(imports.find(id)!.stage, "published");
    assert.equal([...Deno.readDirSync(join(folder, "raw"))].length, 3); // no parts beside them
  }));

Deno.test("FileImports takes in few files at a time, and has room again once one is whole", () =>
  withImports(async (imports) => {
    const bodies = Array.from({ length: 4 }, () => new TransformStream<Uint8Array, Uint8Array>());
    const taking = bodies.map(({ readable }, n) => imports.take(`slow${n}.csv`, readable));
    await assert.rejects(take(imports, "fifth.csv", CSV), ConflictError);
    for (const { writable } of bodies) await writable.close();
    await Promise.all(taking);
    await take(imports, "fifth.csv", CSV);
  }));
