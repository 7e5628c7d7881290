// Reads the golden cases: folders of inputs, each with the outcome that one paragraph of the contract gives.

import type { RunFigures } from "../domain/report.ts";
import type { Ledger } from "../domain/ledger.ts";
import { type OracleInput } from "./oracle/oracle_etl.ts";
import { readCsvRows } from "./oracle/read_csv_rows.ts";
import type { CatalogEntry } from "./oracle/runtime_of.ts";

/** An output row as `expected.json` writes it: names of the Parquet columns, instants as ISO texts. */
export type GoldenRow = Readonly<Record<string, string | number | boolean | null>>;

/** A quarantined row; `rules` are rule ids, each followed by its field when it has one. */
export interface GoldenQuarantine {
  readonly source: string;
  readonly line: number;
  readonly offset: number;
  readonly rules: readonly string[];
  readonly raw: string;
  readonly encoding?: "base64";
}

/** What a case must come to. `figures` names only those that the case is about. */
export interface GoldenOutcome {
  readonly contract: string;
  readonly now: string;
  readonly ledger: Ledger;
  readonly reasons: Readonly<Record<string, number>>;
  readonly excluded: Readonly<Record<string, number>>;
  readonly excluded_hours?: Readonly<Record<string, number>>;
  readonly figures: Partial<RunFigures>;
  readonly rows: readonly GoldenRow[];
  readonly quarantine: readonly GoldenQuarantine[];
}

/** One folder of `tests/golden`. */
export interface GoldenCase {
  readonly name: string;
  readonly inputs: readonly OracleInput[];
  readonly catalog: readonly CatalogEntry[];
  readonly expected: GoldenOutcome;
}

const FOLDER = new URL("./golden/", import.meta.url);

/** All golden cases, by name. */
export function readGoldenCases(): GoldenCase[] {
  const folders = [...Deno.readDirSync(FOLDER)].filter((entry) => entry.isDirectory);
  return folders.map(({ name }) => readCase(name)).sort((a, b) => a.name < b.name ? -1 : 1);
}

function readCase(name: string): GoldenCase {
  const folder = new URL(`${name}/`, FOLDER);
  const files = [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
  const inputs = files.filter((file) => file.startsWith("input")).map((file) => ({
    name: file,
    bytes: Deno.readFileSync(new URL(file, folder)),
  }));
  const catalog = files.includes("catalog.csv")
    ? readCatalog(Deno.readFileSync(new URL("catalog.csv", folder)))
    : [];
  const expected: GoldenOutcome = JSON.parse(
    Deno.readTextFileSync(new URL("expected.json", folder)),
  );
  return { name, inputs, catalog, expected };
}

function readCatalog(bytes: Uint8Array): CatalogEntry[] {
  const { header, rows } = readCsvRows(bytes);
  return rows.map((row) => {
    const cell = (name: string) => row.content?.[header.indexOf(name)] ?? "";
    const entry = {
      showName: cell("show_name"),
      runtimeMinutes: Number(cell("runtime_minutes")),
    };
    return cell("episode") === "" ? entry : { ...entry, episode: cell("episode") };
  });
}
