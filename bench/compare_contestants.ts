// Runs all programs in turn on one input: first an unmeasured round that must agree, then the measured ones.

import { compareFigures } from "./compare_figures.ts";
import type { Contestant } from "./etl_contestants.ts";
import { type EtlRun, runContestant } from "./run_contestant.ts";

/** All measured runs of one program on one input. */
export interface ContestantRuns {
  readonly name: string;
  readonly runs: readonly EtlRun[];
}

/** Where and how often; `onRun` hears of each run. */
export interface CompareOptions {
  readonly repeat: number;
  readonly folder: string;
  readonly signal: AbortSignal;
  onRun(name: string, round: number, run: EtlRun): void;
}

/**
 * Round 0 warms the caches of the disk and of the runtimes and is not measured. The rounds are interleaved,
 * so that a slow minute of the machine meets all programs alike.
 *
 * @throws {Error} naming every figure in which a program differs from the first
 */
export async function compareContestants(
  contestants: readonly Contestant[],
  inputPath: string,
  { repeat, folder, signal, onRun }: CompareOptions,
): Promise<ContestantRuns[]> {
  const measured = contestants.map(({ name }) => ({ name, runs: [] as EtlRun[] }));
  let reference: EtlRun | undefined;
  for (let round = 0; round <= repeat; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const run = await runContestant(contestant, inputPath, { folder, signal });
      reference ??= run;
      requireEqual(contestants[0]!, reference, contestant, run);
      onRun(contestant.name, round, run);
      if (round > 0) measured[index]!.runs.push(run);
    }
  }
  return measured;
}

function requireEqual(first: Contestant, a: EtlRun, other: Contestant, b: EtlRun): void {
  const differences = compareFigures(a.figures, b.figures);
  if (differences.length === 0) return;
  throw new Error(
    `Cannot compare ${first.name} with ${other.name} as their figures must be equal:\n` +
      differences.map((line) => `  ${line}`).join("\n"),
  );
}
