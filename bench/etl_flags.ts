// Reads the command line of `deno task bench:etl`.

import { UsageError } from "../domain/errors.ts";

/** What one run of the benchmark is to do. */
export interface EtlBenchCommand {
  /** Sizes of the inputs, ascending. */
  readonly rows: readonly number[];
  /** Measured runs of each program at each size. */
  readonly repeat: number;
  /** Ids of the programs that take part; empty for all. */
  readonly only: readonly string[];
  /** Ours alone on growing inputs, for the table of memory by rows. */
  readonly large: boolean;
  /** The document whose section is replaced. */
  readonly docsPath: string;
  readonly help: boolean;
}

/** The text of `--help`. */
export const ETL_BENCH_HELP =
  `Measure the ETL against polars, DuckDB and pandas, and write docs/benchmarks.md.

Usage: deno task bench:etl [FLAGS]

  --rows N[,N]     sizes of the inputs (default 1000000,5000000;
                   with --large 1000000,5000000,20000000,100000000)
  --repeat N       measured runs of each program at each size (default 3; with --large 1)
  --only ID[,ID]   playhead, polars, duckdb, pandas, polars-idiomatic …; writes no document
  --large          Playhead alone, for the table of memory by rows (100 M rows need 12 GB of disk)
  --docs FILE      the document to write (default docs/benchmarks.md)
  --help           show this text
`;

const LARGE_ROWS = [1_000_000, 5_000_000, 20_000_000, 100_000_000];
const COMPARED_ROWS = [1_000_000, 5_000_000];

/**
 * Reads `--flag value`; `ids` are the programs that `--only` may name.
 *
 * @throws {UsageError} on an unknown flag or a value of the wrong kind
 */
export function readEtlFlags(args: readonly string[], ids: readonly string[]): EtlBenchCommand {
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--large" || arg === "--help") values.set(arg, "");
    else if (["--rows", "--repeat", "--only", "--docs"].includes(arg)) {
      values.set(arg, args[++i] ?? "");
    } else {
      throw new UsageError(
        `Cannot read the command line as every argument must be a flag of --help: current value is ${arg}`,
      );
    }
  }
  const large = values.has("--large");
  return {
    rows: listOf(values.get("--rows"))?.map((text) => positive("--rows", text))
      .toSorted((a, b) => a - b) ?? (large ? LARGE_ROWS : COMPARED_ROWS),
    repeat: positive("--repeat", values.get("--repeat") ?? (large ? "1" : "3")),
    only: listOf(values.get("--only"))?.map((id) => known(id, ids)) ?? [],
    large,
    docsPath: values.get("--docs") ?? "docs/benchmarks.md",
    help: values.has("--help"),
  };
}

const listOf = (text: string | undefined) => text?.split(",").map((item) => item.trim());

function positive(flag: string, text: string): number {
  if (/^[1-9][0-9]*$/.test(text)) return Number(text);
  throw new UsageError(
    `Cannot run the benchmark as ${flag} must be whole numbers from 1: current value is ${
      JSON.stringify(text)
    }`,
  );
}

function known(id: string, ids: readonly string[]): string {
  if (ids.includes(id)) return id;
  throw new UsageError(
    `Cannot run the benchmark as --only must be of ${ids.join(", ")}: current value is ${
      JSON.stringify(id)
    }`,
  );
}
