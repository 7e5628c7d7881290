// Runs `deno task generate` as people do: files, pipes, mistakes.

import assert from "node:assert/strict";
import { join } from "node:path";

const ROOT = join(import.meta.dirname!, "..", "..");

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await command(args, env).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function command(args: readonly string[], env: Record<string, string> = {}): Deno.Command {
  const permissions = ["--allow-read", "--allow-write", "--allow-env=RAW_DATA_PATH"];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--frozen", ...permissions, join(ROOT, "tasks/generate.ts"), ...args],
    cwd: ROOT,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-generate-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("generate writes rows and catalog into new folders and leaves nothing else", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "raw/deep/views.csv"), catalog = join(folder, "raw/deep/catalog.csv");
    const { code, stdout, stderr } = await run(["--rows", "1_000", "--catalog", catalog], {
      RAW_DATA_PATH: out,
    });
    assert.deepEqual([code, stdout], [0, ""]);
    assert.match(stderr, /^Wrote 1,000 rows, 0\.1 MB, to .*views\.csv in [\d.]+ s\n$/);
    const text = await Deno.readTextFile(out);
    assert.ok(text.startsWith("user_id,show_name,watch_duration_minutes,watch_date\n"));
    assert.equal(text.split("\n").length, 1_002);
    assert.equal((await Deno.readTextFile(catalog)).split("\n").length, 402);
    const names = [...Deno.readDirSync(join(folder, "raw/deep"))].map(({ name }) => name);
    assert.deepEqual(names.toSorted(), ["catalog.csv", "views.csv"]);
  });
});

Deno.test("generate --out - writes rows alone to standard output, the same on each run", async () => {
  const args = ["--rows=50", "--episodes", "--format", "ndjson", "--out", "-", "--errors", "0"];
  const [first, second] = await Promise.all([run(args), run(args)]);
  assert.deepEqual(first, second);
  assert.deepEqual([first.code, first.stderr], [0, ""]);
  const views = first.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(views.length, 50);
  assert.equal(typeof views[0].watch_duration_minutes, "number");
});

Deno.test("generate --profiles adds profiles to what --episodes adds, and changes nothing else", async () => {
  const args = ["--rows=200", "--format", "ndjson", "--out", "-", "--errors", "0"];
  const [with_, without] = await Promise.all([
    run([...args, "--profiles"]),
    run([...args, "--episodes"]),
  ]);
  const views = with_.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.ok(new Set(views.map(({ profile }) => profile)).size > 1);
  const rest = views.map(({ profile: _, ...view }) => JSON.stringify(view) + "\n");
  assert.equal(rest.join(""), without.stdout);
});

Deno.test("generate --out - ends quietly when the reader has seen enough", async () => {
  const child = command(["--rows", "2000000", "--out", "-"]).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const stderr = await new Response(child.stderr).text();
  assert.deepEqual([(await child.status).code, stderr], [0, ""]);
});

Deno.test("generate answers a mistake with one line and exit code 2, and writes nothing", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "views.csv");
    const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
      [["--row", "5"], /current value is "--row" \(did you mean --rows\?\)/],
      [["--rows", "many"], /--rows as it must be a whole number: current value is "many"/],
      [["--format", "cvs"], /did you mean csv\?/],
      [["--duplicates", "0.9"], /--duplicates must be a share/],
      [["--catalog", out], /--catalog must differ from --out/],
      [["--out", folder], /Cannot write .* as it must be a file/],
      [["--seed"], /--seed as it must be followed by N/],
    ];
    await Promise.all(mistakes.map(async ([args, text]) => {
      const { code, stdout, stderr } = await run(["--out", out, "--rows", "5", ...args]);
      assert.deepEqual([code, stdout, stderr.trimEnd().split("\n").length], [2, "", 1], stderr);
      assert.match(stderr, text);
    }));
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("generate --help names every flag", async () => {
  const { code, stdout } = await run(["--help"]);
  assert.equal(code, 0);
  for (const flag of ["rows", "users", "errors", "duplicates", "episodes", "out", "catalog"]) {
    assert.match(stdout, new RegExp(`--${flag}\\b`));
  }
});
