// Where a file's rows come from, as far as its metadata tell.

import type { FileShape } from "../parquet/file/file_shape.ts";

/** What the pipeline writes into its files; each part is null or empty when a file lacks it. */
export interface Lineage {
  readonly runId: string | null;
  readonly inputs: readonly { readonly path: string; readonly sha256: string | null }[];
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** What else there is, JSON laid out. */
  readonly others: readonly { readonly key: string; readonly text: string }[];
}

const PREFIX = "playhead.";

/** Reads the metadata; what is damaged is shown as it stands. */
export function readLineage({ keyValues }: Pick<FileShape, "keyValues">): Lineage {
  const own = new Map(keyValues.map(({ key, value }) => [key, value]));
  const parameters: (readonly [string, string])[] = [];
  for (const [name, value] of Object.entries(readJson(own.get(`${PREFIX}parameters`)) ?? {})) {
    parameters.push([name, typeof value === "string" ? value : JSON.stringify(value)]);
  }
  const catalog = own.get(`${PREFIX}catalog_sha256`);
  const isTold = parameters.some(([name]) => name === "catalog_sha256");
  if (catalog && !isTold) parameters.push(["catalog_sha256", catalog]);
  const inputs = readJson(own.get(`${PREFIX}inputs`));
  return {
    ...{ runId: own.get(`${PREFIX}run_id`) ?? null, parameters },
    inputs: Array.isArray(inputs) ? inputs.flatMap(readInput) : [],
    others: keyValues.filter(({ key }) => !key.startsWith(PREFIX)).map(({ key, value }) => {
      const parsed = readJson(value);
      return { key, text: parsed === null ? value : JSON.stringify(parsed, null, 2) };
    }),
  };
}

function readInput(input: unknown): Lineage["inputs"] {
  if (typeof input !== "object" || input === null || !("path" in input)) return [];
  const sha256 = "sha256" in input && typeof input.sha256 === "string" ? input.sha256 : null;
  return [{ path: String(input.path), sha256 }];
}

function readJson(text: string | undefined): object | null {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
