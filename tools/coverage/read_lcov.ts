// Reads a coverage report in the LCOV format: for each file its lines and the functions nobody called.

/** What tests reached of one file. */
export interface FileCoverage {
  /** As the report has it. */
  readonly path: string;
  /** Lines with code. */
  readonly lines: number;
  readonly linesReached: number;
  /** Names of functions that were never called. */
  readonly unreachedFunctions: readonly string[];
}

/**
 * Reads the records of a report, in its order.
 *
 * @example
 * ```ts
 * import { readLcov } from "./read_lcov.ts";
 * const [file] = readLcov("SF:a.ts\nFNDA:0,run\nDA:1,1\nDA:2,0\nend_of_record\n");
 * if (file?.linesReached !== 1) throw new Error("one of two lines is reached");
 * ```
 */
export function readLcov(text: string): FileCoverage[] {
  return text.split(/^end_of_record$/m).flatMap((record) => {
    const path = /^SF:(.+)$/m.exec(record)?.[1];
    if (path === undefined) return [];
    const hits = [...record.matchAll(/^DA:\d+,(\d+)/gm)].map((match) => Number(match[1]));
    const calls = [...record.matchAll(/^FNDA:0,(.+)$/gm)].map((match) => match[1]!);
    return [{
      path,
      lines: hits.length,
      linesReached: hits.filter((count) => count > 0).length,
      unreachedFunctions: calls,
    }];
  });
}
