// What the image is made of: its program, its list of packages, and the folders that it is built from.

import assert from "node:assert/strict";
import { launcherOf } from "../../deploy/container/write_launcher.ts";
import { readTasks, taskArguments } from "../../tools/task_arguments.ts";
import { billOfMaterials, packageComponents } from "../../deploy/container/write_sbom.ts";

const ROOT = new URL("../../", import.meta.url);
const text = (name: string) => Deno.readTextFileSync(new URL(name, ROOT));
const tasks = readTasks();

/** Runs the program with a `deno` that prints its arguments, one a line. */
async function launch(args: readonly string[]) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/playhead`, launcherOf(tasks));
    await Deno.writeTextFile(`${folder}/deno`, `#!/bin/sh\nprintf '%s\\n' "$@"\n`);
    await Deno.chmod(`${folder}/deno`, 0o755);
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: [`${folder}/playhead`, ...args],
      env: { PATH: `${folder}:${Deno.env.get("PATH")}` },
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trimEnd();
    return { code, lines: decode(stdout).split("\n"), error: decode(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("playhead runs the service with the permissions of deno.json, and fetches nothing", async () => {
  const { lines } = await launch([]);
  const flags = taskArguments("start").filter((flag) => flag.startsWith("--"));
  assert.ok(flags.some((flag) => /^--allow-env=.*\bPORT\b/.test(flag)), flags.join(" "));
  assert.deepEqual(flags.filter((flag) => !lines.includes(flag)), []);
  assert.ok(lines.includes("--cached-only"));
  assert.equal(lines.at(-1), "/app/main.ts");
});

Deno.test("playhead passes a task's arguments on as they are", async () => {
  const { lines } = await launch(["etl", "it's a file.csv", "--out", "$HOME"]);
  assert.deepEqual(lines.slice(-4), ["/app/tasks/etl.ts", "it's a file.csv", "--out", "$HOME"]);
});

Deno.test("playhead names what there is when it is asked for something else", async () => {
  const { code, error } = await launch(["strat"]);
  assert.equal(code, 2);
  assert.match(error, /^Cannot run "strat" as it must be one of: start, etl, .*doctor/);
  assert.doesNotMatch(error, /kafka|bench|test|build/);
});

Deno.test("the list of packages tells each package that is there once, with its hash and licence", async () => {
  const integrity = `sha512-${new Uint8Array([1, 255]).toBase64()}`;
  const lock = {
    npm: Object.fromEntries(
      ["a@1.0.0", "@x/b@2.0.0_a@1.0.0", "@x/b@2.0.0_c@3.0.0", "unused@1.0.0"]
        .map((key) => [key, { integrity }]),
    ),
  };
  const components = await packageComponents(
    lock,
    (name) => Promise.resolve(name === "unused" ? null : name === "a" ? "MIT" : ""),
  );
  assert.deepEqual(components.map(({ purl }) => purl), ["pkg:npm/a@1.0.0", "pkg:npm/%40x/b@2.0.0"]);
  assert.deepEqual(components[0]!.hashes, [{ alg: "SHA-512", content: "01ff" }]);
  assert.deepEqual(components[0]!.licenses, [{ expression: "MIT" }]);
  assert.ok(!("licenses" in components[1]!));
  const bill = billOfMaterials(components, "2.9.6") as Record<string, unknown>;
  assert.equal(bill.bomFormat, "CycloneDX");
});

Deno.test("the image takes every folder of the product, and the Deno that CI has", () => {
  const dockerfile = text("deploy/Dockerfile");
  const taken = /cp -r (?<names>[^&]+) \/app\//.exec(dockerfile)!.groups!.names!
    .split(/[\s\\]+/);
  const developed = [
    "bench",
    "coverage",
    "data",
    "deploy",
    "docs",
    "node_modules",
    "tests",
    "tools",
  ];
  for (const { name, isDirectory } of Deno.readDirSync(ROOT)) {
    if (!isDirectory || name.startsWith(".") || developed.includes(name)) continue;
    assert.ok(taken.includes(name), `${name} must be copied into the image, or named here`);
  }
  const [, version] = /DENO_VERSION=([\d.]+)/.exec(text(".ci/run"))!;
  assert.match(dockerfile, new RegExp(`^ARG DENO_VERSION=${RegExp.escape(version!)}$`, "m"));
});
