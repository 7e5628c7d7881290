// Runs another program, and tells whether it is there.

/** How it is run. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure; 0 when absent. */
  readonly codes?: readonly number[];
}

/** What it said on standard output; throws with the last lines of what it said where it fails. */
export async function runProgram(
  [program, ...args]: readonly string[],
  { cwd, env, codes = [0] }: ProgramOptions = {},
): Promise<{ readonly code: number; readonly text: string }> {
  const given = { ...cwd === undefined ? {} : { cwd }, ...env === undefined ? {} : { env } };
  const { code, stdout, stderr } = await new Deno.Command(program!, { args, ...given }).output();
  const text = new TextDecoder().decode(stdout);
  if (codes.includes(code)) return { code, text };
  const said = (text + new TextDecoder().decode(stderr)).trimEnd().split("\n").slice(-30);
  throw new Error(
    `${program} ${args[0]} must exit with ${codes.join(" or ")}: ${code}\n${said.join("\n")}`,
  );
}

/** The programs that are not on this machine. */
export async function missingPrograms(programs: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const program of programs) {
    const { code } = await runProgram(["sh", "-c", `command -v ${program}`], {
      codes: [0, 1, 127],
    });
    if (code !== 0) missing.push(program);
  }
  return missing;
}
