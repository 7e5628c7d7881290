// Runs a task's main function and turns what it throws into a message and an exit code.

import { isDiskFailure } from "../domain/disk_trouble.ts";
import { AuditError, DamagedFileError, InputError, UsageError } from "../domain/errors.ts";
import { escapeHidden } from "../domain/escape_hidden.ts";
import { LogError } from "../log/errors.ts";

/** Exit codes of all tasks. */
export const EXIT = { done: 0, auditFailed: 1, usage: 2, defect: 70 } as const;

/** How an error ends a task. */
export interface TaskEnd {
  readonly code: number;
  /** For standard error; empty when there is nothing to say. */
  readonly message: string;
}

/**
 * Runs `main` and exits with what it returns. People's mistakes are one line on standard error; a defect
 * keeps its stack, also one outside of main's own promise, which would else exit as a failed audit does.
 */
export async function runTask(main: () => Promise<number>): Promise<never> {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    exitWith(event.error);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    exitWith(event.reason);
  });
  try {
    Deno.exit(await main());
  } catch (error) {
    exitWith(error);
  }
}

function exitWith(error: unknown): never {
  const { code, message } = endOf(error);
  if (message !== "") console.error(message);
  Deno.exit(code);
}

/** The exit code that an error stands for, and what is said about it. */
export function endOf(error: unknown): TaskEnd {
  if (error instanceof UsageError || error instanceof InputError) {
    return { code: EXIT.usage, message: oneLine(error) };
  }
  if (
    error instanceof AuditError || error instanceof LogError || error instanceof DamagedFileError
  ) {
    return { code: EXIT.auditFailed, message: oneLine(error) };
  }
  if (error instanceof Error && isDiskFailure(error)) {
    const why = new Error(`Cannot go on as the disk must do what it is asked: ${error.message}`);
    return { code: EXIT.auditFailed, message: oneLine(why) };
  }
  // The reader of a pipe has seen enough, as `head` does: nobody is left to tell.
  if (isBrokenPipe(error)) return { code: EXIT.done, message: "" };
  return {
    code: EXIT.defect,
    message: `${Deno.inspect(error)}\n` +
      "error: This is a defect of Playhead: please report it with the lines above, the command and " +
      `Deno ${Deno.version.deno} on ${Deno.build.os}.`,
  };
}

function oneLine(error: Error): string {
  return `error: ${escapeHidden(error.message.replace(/\s*[\r\n]+\s*/g, " ").trim())}`;
}

function isBrokenPipe(error: unknown): boolean {
  if (error instanceof Deno.errors.BrokenPipe) return true;
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
