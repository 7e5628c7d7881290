// `deno task coverage`: runs every test, also what it starts in threads and processes of its own, and
// tells what no test reaches.

import { fileURLToPath } from "node:url";
import { isFree } from "./lint/arrows.ts";
import { readLcov } from "./coverage/read_lcov.ts";
import { renderCoverage } from "./coverage/render_coverage.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PROFILE = "coverage/profile";
const REPORT = "coverage/lcov.info";
/** Folders that hold no source of the program; a name that starts with a dot holds none either. */
const SKIPPED = ["coverage", "data", "docs", "kernel", "node_modules", "_fresh"];

async function main(): Promise<number> {
  await Deno.remove(`${ROOT}coverage`, { recursive: true }).catch(ignoreMissing);
  const tests = await run(["task", "test"], { DENO_COVERAGE_DIR: `${ROOT}${PROFILE}` });
  const report = await run(["coverage", PROFILE, "--quiet", "--lcov", `--output=${REPORT}`]);
  if (report !== 0) return report;
  const covered = readLcov(await Deno.readTextFile(`${ROOT}${REPORT}`))
    .map((file) => ({ ...file, path: file.path.replace(ROOT, "") }))
    .filter(({ path }) => !isFree(path));
  const loaded = new Set(covered.map(({ path }) => path));
  const unloaded = (await sourceFiles("")).filter((path) => !loaded.has(path));
  console.log(`\n${renderCoverage(covered, unloaded)}`);
  // The report is worth reading also when a test failed, but the task has then failed too.
  return tests;
}

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  // By name, as the task's permission has it: the path behind it may be another through links.
  const command = new Deno.Command("deno", { args: [...args], cwd: ROOT, env });
  return (await command.spawn().status).code;
}

/** Source files below a folder that do something when they are loaded: types alone do nothing. */
async function sourceFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${ROOT}${folder}`)) {
    const path = folder + name;
    if (isDirectory && !SKIPPED.includes(name) && !name.startsWith(".")) {
      found.push(...await sourceFiles(`${path}/`));
    } else if (/\.tsx?$/.test(name) && !isFree(path) && await hasCode(path)) found.push(path);
  }
  return found.toSorted();
}

async function hasCode(path: string): Promise<boolean> {
  const text = await Deno.readTextFile(`${ROOT}${path}`);
  return /^(?:export )?(?:default )?(?:async )?(?:function|class|const|let|await|for|if)\b/m
    .test(text);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

Deno.exit(await main());
