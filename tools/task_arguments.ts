// What `deno task NAME` gives to deno, for who runs a task without `deno task`: the image and the tests.

const ROOT = new URL("../", import.meta.url);

/** A task as deno.json has it. */
export type Task = string | { readonly command: string };

/** The tasks of the project. */
export function readTasks(): Readonly<Record<string, Task>> {
  return JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT))).tasks;
}

/**
 * The arguments of a task's last command, `deno` itself left out; what comes before is the build. As the shell of
 * `deno task` does, `"…$(cat FILE)…"` becomes what the file holds.
 *
 * @param task the name of one, or the task
 */
export function taskArguments(task: Task): string[] {
  const named = typeof task === "string" ? readTasks()[task] ?? task : task;
  const command = typeof named === "string" ? named : named.command;
  const [, ...args] = command.split(" && ").at(-1)!
    .replaceAll(/"([^"]*)"/g, (_, quoted: string) => quoted)
    .replaceAll(/\$\(cat (\S+)\)/g, (_, file: string) => readLine(file)).split(" ");
  return args;
}

function readLine(file: string): string {
  return Deno.readTextFileSync(new URL(file, ROOT)).trim();
}
