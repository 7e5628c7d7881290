// Runs `deno task etl` as people do, with the permissions that deno.json gives it: exit codes and messages.

import assert from "node:assert/strict";
import { join } from "node:path";

const ROOT = join(import.meta.dirname!, "..", "..");
const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";
const GOOD = `${HEADER}ann,Lupin,30,2024-01-01\nann,Lupin,30,2024-01-02\n`;
/** Half of its rows break a rule, which is more than the contract allows. */
const BAD = `${HEADER}ann,Lupin,30,2024-01-01\nann,Lupin,0,2024-01-02\n`;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function etl(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "etl", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

async function withFiles(
  files: Readonly<Record<string, string>>,
  test: (path: (name: string) => string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-etl-task-" });
  const path = (name: string) => join(folder, name);
  try {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(path(name), text);
    await test(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("etl --json prints one object, publishes, and exits with 0", async () => {
  await withFiles({ "a.csv": GOOD }, async (path) => {
    const { code, stdout, stderr } = await etl([
      path("a.csv"),
      "--out",
      path("v.parquet"),
      "--json",
    ]);
    assert.deepEqual([code, stderr], [0, ""]);
    const { ledger } = JSON.parse(stdout);
    const expected = { read: 2, accepted: 2, duplicate: 0, quarantined: 0, excluded: 0 };
    assert.deepEqual(ledger, expected);
    for (const name of ["v.parquet", "v.quarantine.ndjson", "v.report.json", "v.report.html"]) {
      assert.ok((await Deno.stat(path(name))).isFile, name);
    }
  });
});

Deno.test("etl takes input, output and limit from the environment, and flags beat it", async () => {
  await withFiles({ "bad.csv": BAD }, async (path) => {
    const env = {
      RAW_DATA_PATH: path("bad.csv"),
      PROCESSED_DATA_PATH: path("v.parquet"),
      MAX_QUARANTINED: "0.5",
    };
    const [loose, strict] = await Promise.all([
      etl(["--json"], env),
      etl(["--json", "--max-quarantined=0.1", "--out", path("strict.parquet")], env),
    ]);
    assert.deepEqual([loose.code, JSON.parse(loose.stdout).ledger.quarantined], [0, 1]);
    assert.equal(strict.code, 1);
    await assert.rejects(Deno.stat(path("strict.parquet")), Deno.errors.NotFound);
  });
});

Deno.test("etl keeps the old output and exits with 1 when the audit fails", async () => {
  await withFiles({ "bad.csv": BAD, "v.parquet": "old" }, async (path) => {
    const { code, stderr } = await etl([path("bad.csv"), "--out", path("v.parquet"), "--quiet"]);
    assert.deepEqual([code, stderr.trimEnd().split("\n").length], [1, 1], stderr);
    assert.match(stderr, /^error: /);
    assert.equal(await Deno.readTextFile(path("v.parquet")), "old");
  });
});

Deno.test("etl does not read its own quarantine and report again, whatever they are called", async () => {
  await withFiles({ "a.csv": BAD }, async (path) => {
    const named = ["--quarantine", path("bad.ndjson"), "--report", path("run.json")];
    const limit = ["--max-quarantined", "0.5", "--json", "--out", path("out/v.parquet")];
    for (const names of [named, named, []]) {
      const { stdout, stderr } = await etl([path("."), ...limit, ...names]);
      assert.equal(JSON.parse(stdout || "{}").ledger?.read, 2, stderr);
    }
  });
});

Deno.test("etl answers a mistake with one line and exit code 2, and writes nothing", async () => {
  await withFiles({ "a.csv": GOOD }, async (path) => {
    const a = path("a.csv");
    const mistakes: readonly (readonly [readonly string[], Record<string, string>, RegExp])[] = [
      [[a, "--worker", "2"], {}, /did you mean --workers\?/],
      [[a, "--workers", "0"], {}, /--workers as it must be a whole number from 1 to 64/],
      [[a], { BINGE_EPISODES: "x" }, /Cannot parse BINGE_EPISODES as it must be/],
      [[path("missing.csv")], {}, /missing\.csv/],
    ];
    await Promise.all(mistakes.map(async ([args, env, text]) => {
      const { code, stdout, stderr } = await etl([...args, "--out", path("v.parquet")], env);
      assert.deepEqual([code, stdout, stderr.trimEnd().split("\n").length], [2, "", 1], stderr);
      assert.match(stderr, text);
    }));
    assert.deepEqual([...Deno.readDirSync(path("."))].map(({ name }) => name), ["a.csv"]);
  });
});
