// Writes the program `playhead` of the image: every task of deno.json that runs a file, with its permissions.

/** Where the image has the sources. */
const APP = "/app";
/** What a task of the image never does: ask for packages, or change files of the image. */
const FIXED_FLAGS = ["--cached-only", "--no-prompt"];

/** The arguments of `deno` for a task, or null when it is none that the image runs. */
function argumentsOf(command: string): readonly string[] | null {
  // What comes before the last part is the build, which the image has.
  const [program, verb, ...rest] = command.split(" && ").at(-1)!.split(" ");
  const file = rest.at(-1)!;
  if (file === "tasks/kafka.ts") return null; // it needs Java, which the image has not
  if (program !== "deno" || verb !== "run" || !/^(main|tasks\/\w+)\.ts$/.test(file)) return null;
  const flags = rest.slice(0, -1).filter((flag) => !FIXED_FLAGS.includes(flag));
  return ["run", ...FIXED_FLAGS, ...flags, `${APP}/${file}`];
}

const quote = (argument: string) => `'${argument.replaceAll("'", `'\\''`)}'`;

/** Tasks as deno.json has them. */
export type Tasks = Readonly<Record<string, string | { readonly command: string }>>;

/** The program's text. */
export function launcherOf(tasks: Tasks): string {
  const cases: string[] = [];
  for (const [name, task] of Object.entries(tasks)) {
    const args = argumentsOf(typeof task === "string" ? task : task.command);
    if (args !== null) cases.push(`  ${name}) exec deno ${args.map(quote).join(" ")} "$@" ;;`);
  }
  const names = cases.map((line) => line.trim().split(")")[0]).join(", ");
  return [
    "#!/bin/sh",
    "# playhead TASK [ARGUMENT…]: written from deno.json when the image was built.",
    "task=${1:-start}",
    '[ "$#" -gt 0 ] && shift',
    'case "$task" in',
    ...cases,
    `  *) echo "Cannot run \\"$task\\" as it must be one of: ${names}" >&2; exit 2 ;;`,
    "esac",
    "",
  ].join("\n");
}

if (import.meta.main) {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  const [path] = Deno.args;
  await Deno.writeTextFile(path!, launcherOf(tasks));
  await Deno.chmod(path!, 0o755);
}
