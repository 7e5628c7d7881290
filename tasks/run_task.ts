// Runs a task's main function and turns what it throws into a message and an exit code.

import { AuditError, InputError, UsageError } from "../domain/errors.ts";

/** Exit codes of all tasks. */
export const EXIT = { done: 0, auditFailed: 1, usage: 2, defect: 70 } as const;

/**
 * Runs `main` and exits with what it returns. People's mistakes are one line on standard error; a defect
 * keeps its stack.
 */
export async function runTask(main: () => Promise<number>): Promise<never> {
  try {
    Deno.exit(await main());
  } catch (error) {
    if (error instanceof UsageError || error instanceof InputError) {
      console.error(`error: ${error.message}`);
      Deno.exit(EXIT.usage);
    }
    if (error instanceof AuditError) {
      console.error(`error: ${error.message}`);
      Deno.exit(EXIT.auditFailed);
    }
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(EXIT.done);
    console.error(error);
    console.error("This is a defect of Playhead: please report it with the lines above.");
    Deno.exit(EXIT.defect);
  }
}
