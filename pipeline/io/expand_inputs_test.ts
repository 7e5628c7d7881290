// Tests of finding the inputs that a command line names.

import assert from "node:assert/strict";
import { join } from "node:path";
import { InputError } from "../../domain/errors.ts";
import { expandInputs } from "./expand_inputs.ts";

const FILES = [
  "b.csv",
  "a.csv",
  "B.csv",
  "é.csv",
  "year=2023/x.ndjson.gz",
  "year=2024/y.jsonl.zst",
  "year=2024/deep/z.json",
  "year=2024/out.quarantine.ndjson",
  "year=2024/out.report.json",
  "year=2024/out.parquet",
  "logs/part-0",
  ".hidden.csv",
  ".run/w.csv",
  "we[ird].csv",
];

/** Runs a test on a folder of empty files; `expand` takes and gives paths relative to it. */
async function onFiles(
  test: (
    expand: (...args: string[]) => Promise<string[]>,
    folder: string,
    notices: string[],
    left: string[],
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  const notices: string[] = [], left: string[] = [];
  try {
    for (const name of FILES) {
      await Deno.mkdir(join(folder, name, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, name), "");
    }
    const expand = async (...args: string[]) => {
      const { files, skipped } = await expandInputs(
        args.map((arg) => arg === "-" ? arg : `${folder}/${arg}`),
        { onNotice: (notice) => notices.push(notice.replaceAll(`${folder}/`, "")) },
      );
      left.length = 0;
      left.push(...skipped.map(({ path, reason }) => `${path} as ${reason}`.replace(folder, "")));
      return files.map(({ path }) => path.replace(`${folder}/`, ""));
    };
    await test(expand, folder, notices, left);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("expandInputs() keeps the order of arguments, and standard input among them", () =>
  onFiles(async (expand) => {
    assert.deepEqual(await expand("b.csv", "-", "a.csv"), ["b.csv", "-", "a.csv"]);
    assert.deepEqual((await expandInputs(["-"])).files[0]?.kind, "stdin");
    assert.deepEqual(await expand("logs/part-0"), ["logs/part-0"]);
  }));

Deno.test("expandInputs() takes a folder's files by the bytes of their paths, not what runs wrote", () =>
  onFiles(async (expand) => {
    const all = [
      "B.csv",
      "a.csv",
      "b.csv",
      "we[ird].csv",
      "year=2023/x.ndjson.gz",
      "year=2024/deep/z.json",
      "year=2024/y.jsonl.zst",
      "é.csv",
    ];
    assert.deepEqual(await expand(""), all);
    assert.deepEqual(await expand("year=2024"), ["year=2024/deep/z.json", "year=2024/y.jsonl.zst"]);
    assert.deepEqual(await expand("**"), all);
  }));

Deno.test("expandInputs() matches patterns, and takes a name with pattern signs for a name", () =>
  onFiles(async (expand) => {
    assert.deepEqual(await expand("[ab].csv"), ["a.csv", "b.csv"]);
    assert.deepEqual(await expand("year=*/{x,y}.*"), [
      "year=2023/x.ndjson.gz",
      "year=2024/y.jsonl.zst",
    ]);
    assert.deepEqual(await expand("year=2024/**/*.json"), ["year=2024/deep/z.json"]);
    assert.deepEqual(await expand("logs/part-*"), ["logs/part-0"]);
    assert.deepEqual(await expand(".*.csv"), [".hidden.csv"]);
    assert.deepEqual(await expand("we[ird].csv"), ["we[ird].csv"]);
    assert.deepEqual(await expand("year=2024/*.quarantine.ndjson"), [
      "year=2024/out.quarantine.ndjson",
    ]);
  }));

Deno.test("expandInputs() reads a file once that is named twice, and says so", () =>
  onFiles(async (expand, folder, notices) => {
    await Deno.symlink(join(folder, "a.csv"), join(folder, "link.csv"));
    assert.deepEqual(await expand("a.csv", "*.csv", "-", "-", "./a.csv"), [
      "a.csv",
      "B.csv",
      "b.csv",
      "we[ird].csv",
      "é.csv",
      "-",
    ]);
    assert.deepEqual(notices, [
      "a.csv is named more than once and read once",
      "link.csv (also named a.csv) is named more than once and read once",
      "- is named more than once and read once",
      "./a.csv (also named a.csv) is named more than once and read once",
    ]);
  }));

Deno.test("expandInputs() refuses what names nothing", () =>
  onFiles(async (expand, folder) => {
    const refused = async (arg: string, message: RegExp) => {
      await assert.rejects(expand(arg), (error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, message);
        return true;
      });
    };
    await refused("absent.csv", /absent\.csv as there is no such file .*deno task generate$/);
    await refused("a.csv/x.csv", /as there is no such file/);
    await refused("*.xls", /\*\.xls as it matches no file/);
    await refused("absent/*.csv", /matches no file/);
    await refused("logs", /logs as no file in it ends in \.csv/);
    await Deno.symlink(join(folder, "gone.csv"), join(folder, "logs", "broken.csv"));
    await refused("logs", /broken\.csv as there is no such file/);
  }));

Deno.test("expandInputs() leaves out what a run wrote under a name of the user's, unless it is named", () =>
  onFiles(async (expand, folder, notices) => {
    const row = { source: 'a "b"\\c.csv', line: 2, offset: 9, reasons: [{ rule: "x" }], raw: "y" };
    await Deno.writeTextFile(join(folder, "year=2023/bad.ndjson"), JSON.stringify(row) + "\n");
    const report = { run_id: crypto.randomUUID(), started_at: "2024-01-01T00:00:00.000Z" };
    await Deno.writeTextFile(join(folder, "year=2023/run.json"), JSON.stringify(report, null, 2));
    const view = { source: "app", line: 2, user_id: "ann" };
    await Deno.writeTextFile(join(folder, "year=2023/view.ndjson"), JSON.stringify(view));
    const inputs = ["year=2023/view.ndjson", "year=2023/x.ndjson.gz"];
    assert.deepEqual(await expand("year=2023"), inputs);
    assert.deepEqual(await expand("year=2023/*"), inputs);
    assert.equal(
      notices[0],
      "year=2023/bad.ndjson is what a run wrote, and is not read unless it is named",
    );
    assert.deepEqual(await expand("year=2023/bad.ndjson"), ["year=2023/bad.ndjson"]);
  }));

Deno.test("expandInputs() says what it left out of a folder or pattern, and why", () =>
  onFiles(async (expand, folder, _, left) => {
    await Deno.writeTextFile(join(folder, "year=2023/w.csv.bz2"), "BZh91AY");
    await Deno.writeTextFile(join(folder, "year=2023/notes.md"), "# Notes");
    await Deno.writeTextFile(join(folder, "year=2023/x.report.html"), "<html>");
    await Deno.writeTextFile(join(folder, "year=2023/x.parquet"), "PAR1 … playhead.run_id … PAR1");
    await Deno.writeTextFile(join(folder, "year=2023/export.zip"), "PK");
    await Deno.writeTextFile(join(folder, "year=2023/a.tsv.gz"), "");
    const read = ["year=2023/a.tsv.gz", "year=2023/export.zip", "year=2023/x.ndjson.gz"];
    assert.deepEqual(await expand("year=2023"), read);
    assert.deepEqual(left.map((text) => text.replace(/:.*/, "")), [
      "/year=2023/notes.md as its name does not end in .csv, .tsv, .ndjson, .jsonl or .json " +
      "(with .gz or .zst behind it or not), or .zip",
      "/year=2023/w.csv.bz2 as it is packed as .bz2",
    ]);
    assert.deepEqual(await expand("year=2023/*"), read);
    assert.equal(left.length, 2);
  }));

Deno.test({
  name: "expandInputs() tells of names that are not UTF-8",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    onFiles(async (expand, folder, _, left) => {
      const make = 'touch "$1/logs/$(printf "caf\\351.csv")" "$1/logs/ok.csv"';
      const made = await new Deno.Command("sh", { args: ["-c", make, "sh", folder] }).output();
      assert.ok(made.success);
      for (const arg of ["logs", "logs/*.csv"]) {
        assert.deepEqual(await expand(arg), ["logs/ok.csv"]);
        const named = left.filter((text) =>
          text.includes("caf\uFFFD.csv as its name is not valid")
        );
        assert.equal(named.length, 1, left.join());
      }
    }),
});

Deno.test({
  name: "expandInputs() tells of pipes with an input's name, and waits for none",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    onFiles(async (expand, folder, _, left) => {
      const make = 'mkdir -p "$1/pipes" && mkfifo "$1/pipes/p.csv" && touch "$1/pipes/a.csv"';
      const made = await new Deno.Command("sh", { args: ["-c", make, "sh", folder] }).output();
      assert.ok(made.success);
      assert.deepEqual(await expand("pipes"), ["pipes/a.csv"]);
      assert.match(left.join(), /p\.csv as it is a pipe, socket or device/);
    }),
});
