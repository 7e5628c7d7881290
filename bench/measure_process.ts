// Runs one whole process and tells its wall time, CPU time and peak memory.

import { benchPath } from "./paths.ts";

/** What one process cost, children included. */
export interface ProcessCost {
  readonly wallSeconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Peak resident memory of the process tree. */
  readonly peakBytes: number;
}

/** Limits of the error text: the last lines of what the process wrote. */
const ERROR_TAIL_CHARS = 2_000;

/**
 * Runs the command to its end.
 *
 * @returns its cost and all that it wrote to standard output
 * @throws {Error} when the command ends with another code than 0, with the end of its error output
 */
export async function measureProcess(
  command: readonly string[],
  { cwd, signal }: { readonly cwd?: string; readonly signal?: AbortSignal } = {},
): Promise<ProcessCost & { readonly stdout: string }> {
  const resultPath = await Deno.makeTempFile({ prefix: "playhead-measure-" });
  try {
    const process = new Deno.Command("python3", {
      args: [MEASURE_SCRIPT, resultPath, ...command],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      ...(cwd === undefined ? {} : { cwd }),
      ...(signal === undefined ? {} : { signal }),
    });
    const { code, stdout, stderr } = await process.output();
    signal?.throwIfAborted();
    if (code !== 0) {
      const tail = new TextDecoder().decode(stderr).slice(-ERROR_TAIL_CHARS);
      throw new Error(
        `Cannot measure ${
          command.join(" ")
        } as it must exit with 0: current value is ${code}\n${tail}`,
      );
    }
    const cost = JSON.parse(await Deno.readTextFile(resultPath)) as ProcessCost;
    return { ...cost, stdout: new TextDecoder().decode(stdout) };
  } finally {
    await Deno.remove(resultPath);
  }
}

const MEASURE_SCRIPT = benchPath("measure_process.py");
