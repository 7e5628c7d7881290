// Writes the program `playhead` of the image: every task of deno.json that runs a file, with its permissions.

import { readTasks, type Task, taskArguments } from "../../tools/task_arguments.ts";

/** Where the image has the sources. */
const APP = "/app";
/** What a task of the image never does: ask for packages, or change files of the image. */
const FIXED_FLAGS = ["--cached-only", "--no-prompt"];

/** The arguments of `deno` for a task, or null when it is none that the image runs. */
function argumentsOf(task: Task): readonly string[] | null {
  const [verb, ...rest] = taskArguments(task);
  const file = rest.at(-1)!;
  if (file === "tasks/kafka.ts") return null; // it needs Java, which the image has not
  if (verb !== "run" || !/^(main|tasks\/\w+)\.ts$/.test(file)) return null;
  const flags = rest.slice(0, -1).filter((flag) => !FIXED_FLAGS.includes(flag));
  return ["run", ...FIXED_FLAGS, ...flags, `${APP}/${file}`];
}

const quote = (argument: string) => `'${argument.replaceAll("'", `'\\''`)}'`;

/** The program's text. */
export function launcherOf(tasks: Readonly<Record<string, Task>>): string {
  const cases: string[] = [];
  for (const [name, task] of Object.entries(tasks)) {
    const args = argumentsOf(task);
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
  const [path] = Deno.args;
  await Deno.writeTextFile(path!, launcherOf(readTasks()));
  await Deno.chmod(path!, 0o755);
}
