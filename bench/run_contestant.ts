// One measured run of one program: its cost, the size of its output and its figures.

import type { ComparedFigures } from "./compare_figures.ts";
import type { Contestant } from "./etl_contestants.ts";
import { measureProcess, type ProcessCost } from "./measure_process.ts";

/** One run. */
export interface EtlRun extends ProcessCost {
  readonly outputBytes: number;
  readonly figures: ComparedFigures;
}

/**
 * Runs the program on the input in a folder of its own, which is removed afterwards.
 *
 * @throws {Error} when it fails, or prints no JSON object
 */
export async function runContestant(
  contestant: Contestant,
  inputPath: string,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<EtlRun> {
  const outFolder = await Deno.makeTempDir({ dir: folder, prefix: contestant.id });
  try {
    const outPrefix = `${outFolder}/out`;
    const command = contestant.command(inputPath, outPrefix);
    const { stdout, ...cost } = await measureProcess(command, { cwd: contestant.cwd, signal });
    const { size } = await Deno.stat(`${outPrefix}.parquet`);
    return { ...cost, outputBytes: size, figures: parseFigures(stdout, contestant.name) };
  } finally {
    await Deno.remove(outFolder, { recursive: true });
  }
}

function parseFigures(stdout: string, name: string): ComparedFigures {
  try {
    return JSON.parse(stdout) as ComparedFigures;
  } catch (cause) {
    throw new Error(
      `Cannot compare ${name} as it must print one JSON object: current value is ${
        JSON.stringify(stdout.slice(0, 200))
      }`,
      { cause },
    );
  }
}
