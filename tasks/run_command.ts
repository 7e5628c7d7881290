// Runs a task from its table of flags: reads the command line, prints the help, and calls the task.

import { type Environment, readEnvironment } from "../config.ts";
import { type CommandLine, type CommandSpec, parseFlags, renderHelp } from "./command_line.ts";
import { EXIT, runTask } from "./run_task.ts";

/** Runs `main` with the flags as they were given, and exits with what it returns; see `runTask()`. */
export async function runCommand<const Spec extends CommandSpec>(
  spec: Spec,
  main: (line: CommandLine<Spec>, environment: Environment) => Promise<number>,
): Promise<never> {
  return await runTask(async () => {
    const environment = readEnvironment();
    const line = parseFlags(spec, Deno.args, environment);
    if (line.kind === "run") return await main(line, environment);
    console.log(renderHelp(spec));
    return EXIT.done;
  });
}
