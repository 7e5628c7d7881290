// `deno task bench:env`: builds bench/.venv, the Python environment of the peers, from requirements.txt,
// and in it older versions of what reads Parquet.

import { benchPath, VENV_FOLDER, VENV_PYTHON } from "./paths.ts";
import { installReader, READER_PACKAGES } from "./reader_packages.ts";

const STAMP = `${VENV_FOLDER}/.requirements`;

/**
 * Builds the environment, unless its stamp says that it was built from these very requirements.
 *
 * @throws {Error} when python3 or its venv module is missing, or pip fails
 */
export async function buildEnv(): Promise<"built" | "up to date"> {
  const requirements = await Deno.readTextFile(benchPath("requirements.txt"));
  const python = await pythonVersion();
  const stamp = `${python}\n${requirements}`;
  if (await readOr(STAMP, "") === stamp) return "up to date";
  await run("python3", ["-m", "venv", "--clear", VENV_FOLDER], VENV_ADVICE);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await run(
    VENV_PYTHON,
    [...pip, "-r", benchPath("requirements.txt")],
    "see the output of pip above",
  );
  // Last, so that an interrupted build is done again.
  await Deno.writeTextFile(STAMP, stamp);
  return "built";
}

/** `Python 3.x.y`. */
export async function pythonVersion(): Promise<string> {
  try {
    const { stdout } = await new Deno.Command("python3", { args: ["--version"] }).output();
    return new TextDecoder().decode(stdout).trim();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Error("Cannot run the benchmarks as python3 must be on the PATH: it is not", {
      cause,
    });
  }
}

async function run(command: string, args: readonly string[], advice: string): Promise<void> {
  const process = new Deno.Command(command, {
    args: [...args],
    stdout: "inherit",
    stderr: "inherit",
  });
  const { code } = await process.output();
  if (code === 0) return;
  throw new Error(
    `Cannot build bench/.venv as ${args.slice(0, 3).join(" ")} must exit with 0: ` +
      `current value is ${code}; ${advice}`,
  );
}

async function readOr(path: string, fallback: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return fallback;
    throw error;
  }
}

const VENV_ADVICE =
  "python3 needs its venv module (on Debian and Ubuntu: apt install python3-venv)";

if (import.meta.main) {
  try {
    console.log(`bench/.venv is ${await buildEnv()}`);
    for (const reader of Object.values(READER_PACKAGES)) await installReader(reader);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
