// Tests that a run overwrites neither what it reads nor what no run wrote.

import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { UsageError } from "../../domain/errors.ts";
import { keepInputsApart } from "./keep_inputs_apart.ts";
import { type EtlOptions, etlSettings } from "./run_settings.ts";

type Keep = (
  names: readonly string[],
  options?: Partial<Record<"out" | "quarantine" | "report" | "catalog", string>> & {
    readonly partitionBy?: EtlOptions["partitionBy"];
  },
) => string[];

/** Runs a test on a folder; names are relative to it, and a file holds a line unless its name says "empty". */
async function onFolder(
  test: (keep: Keep, make: (name: string) => void, folder: string) => void,
): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  const make = (name: string) => {
    Deno.mkdirSync(join(folder, name, ".."), { recursive: true });
    Deno.writeTextFileSync(join(folder, name), name.includes("empty") ? "" : "a line\n");
  };
  const keep: Keep = (names, { partitionBy, ...paths } = {}) => {
    const placed = Object.fromEntries(
      Object.entries({ out: "out.parquet", ...paths }).map((
        [key, name],
      ) => [key, `${folder}/${name}`]),
    );
    const options = { inputs: [], out: "", ...placed, partitionBy, workers: 1, memoryBytes: 1 };
    const inputs = names.map((name) => ({ kind: "file", path: `${folder}/${name}` }) as const);
    return keepInputsApart(inputs, etlSettings(options, 0)).map(({ path }) =>
      path.replace(`${folder}/`, "")
    );
  };
  try {
    await test(keep, make, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const refused = (message: RegExp) => (error: unknown) =>
  error instanceof UsageError && message.test(error.message);

Deno.test("keepInputsApart() refuses an output that is an input, the catalog or a link to one", () =>
  onFolder((keep, make, folder) => {
    make("in/a.csv");
    make("catalog.csv");
    Deno.symlinkSync("a.csv", join(folder, "in/link.csv"));
    Deno.symlinkSync("in", join(folder, "same"));
    assert.deepEqual(keep(["in/a.csv"], { quarantine: "in/b.csv" }), ["in/a.csv"]);
    assert.throws(
      () => keep(["in/a.csv"], { out: "in/a.csv" }),
      refused(/write the output to .*a\.csv/),
    );
    assert.throws(() => keep(["in/a.csv"], { report: "same/../same/a.csv" }), refused(/report/));
    assert.throws(() => keep(["in/link.csv"], { quarantine: "in/a.csv" }), refused(/quarantine/));
    assert.throws(
      () => keep(["in/link.csv"], { quarantine: "in/link.csv" }),
      refused(/quarantine/),
    );
    const catalog = { catalog: "catalog.csv", report: "catalog.csv" };
    assert.throws(() => keep(["in/a.csv"], catalog), refused(/the catalog of this run/));
  }));

Deno.test("keepInputsApart() refuses an input that the run would remove when it publishes", () =>
  onFolder((keep, make) => {
    make("out.rejected.quarantine.ndjson");
    assert.throws(() => keep(["out.rejected.quarantine.ndjson"]), refused(/failed audit/));
  }));

Deno.test("keepInputsApart() leaves out an output of the run before that is empty", () =>
  onFolder((keep, make) => {
    make("a.csv");
    make("empty.ndjson");
    assert.deepEqual(keep(["a.csv", "empty.ndjson"], { quarantine: "empty.ndjson" }), ["a.csv"]);
    assert.deepEqual(keep(["empty.ndjson"]), ["empty.ndjson"]);
    assert.throws(() => keep(["empty.ndjson"], { quarantine: "empty.ndjson" }), UsageError);
  }));

Deno.test("keepInputsApart() replaces a folder of partitions, and none with anything else in it", () =>
  onFolder((keep, make) => {
    const byDay = { out: "views", partitionBy: "day" } as const;
    make("a.csv");
    assert.deepEqual(keep(["a.csv"], byDay), ["a.csv"]);
    make("views/watch_day=2024-01-01/part-0.parquet");
    make("views/watch_month=2024-02/part-0.parquet");
    make("views/rows.ndjson");
    make("views/.rows.ndjson.playhead-run-1");
    assert.deepEqual(keep(["a.csv"], { ...byDay, quarantine: "views/rows.ndjson" }), ["a.csv"]);
    assert.throws(() => keep(["a.csv"], byDay), refused(/nothing but partitions: .*rows\.ndjson/));
    assert.throws(() => keep(["views/rows.ndjson"], byDay), refused(/is an input of this run/));
    make("other/watch_day=2024-01-01/notes.txt");
    assert.throws(() => keep(["a.csv"], { ...byDay, out: "other" }), refused(/notes\.txt/));
  }));

Deno.test({
  name: "keepInputsApart() refuses a folder, a device or a pipe as an output",
  ignore: Deno.build.os === "windows",
  fn: () =>
    onFolder((keep, make, folder) => {
      make("a.csv");
      Deno.symlinkSync("/dev/null", join(folder, "nothing"));
      make("folder/b.csv");
      assert.throws(() => keep(["a.csv"], { report: "folder" }), refused(/must be a file/));
      assert.throws(() => keep(["a.csv"], { quarantine: "nothing" }), refused(/must be a file/));
      const inDev = { report: relative(folder, "/dev/report.json") };
      assert.throws(() => keep(["a.csv"], inDev), refused(/must be a file/));
    }),
});
