// Lets a task end in order when it is interrupted: what it has not finished is removed first.

/** Signals that ask a task to end, with the exit code that tells of each. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs `main` with a signal that is given on SIGINT or SIGTERM; answers its exit code, or that of the
 * interruption when `main` failed because of it.
 */
export async function withInterrupt(
  main: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupt = new AbortController();
  let exitCode: number | null = null;
  const listeners = Object.entries(EXIT_CODES).map(([name, code]) => {
    const listener = () => {
      exitCode = code;
      interrupt.abort();
    };
    return [name as Deno.Signal, listener] as const;
  });
  for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
  try {
    return await main(interrupt.signal);
  } catch (error) {
    if (exitCode === null) throw error;
    return exitCode;
  } finally {
    for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
  }
}
