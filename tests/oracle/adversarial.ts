// Whole scenarios for the ETL: several files of any format about the same few users, and a catalog.

import fc from "fast-check";
import { adversarialCsv } from "./adversarial_csv.ts";
import { adversarialJsonArray, adversarialNdjson } from "./adversarial_json.ts";
import { adversarialNetflix } from "./adversarial_netflix.ts";
import { type World, world } from "./adversarial_values.ts";
import type { OracleInput } from "./oracle_etl.ts";
import type { CatalogEntry } from "./runtime_of.ts";

/** What one run reads. */
export interface Scenario {
  readonly inputs: readonly OracleInput[];
  readonly catalog: readonly CatalogEntry[];
}

/** One to three files in mixed formats and column orders. */
export const scenario: fc.Arbitrary<Scenario> = world.chain((world) =>
  fc.record({
    inputs: fc.array(input(world), { minLength: 1, maxLength: 3 })
      .map((inputs) => inputs.map((each, index) => ({ ...each, name: `${index}.${each.format}` }))),
    catalog: catalog(world),
  })
);

/** A scenario of exactly one CSV file. */
export const csvScenario: fc.Arbitrary<Scenario> = world.chain((world) =>
  fc.record({ bytes: adversarialCsv(world), catalog: catalog(world) })
    .map(({ bytes, catalog }) => ({ inputs: [{ name: "0.csv", bytes, format: "csv" }], catalog }))
);

/** The scenario as text that can be read in a failure's message: bytes as Latin-1 in JSON. */
export function describeScenario({ inputs, catalog }: Scenario): string {
  const files = inputs.map(({ name, bytes }) => {
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    return `${name}: ${JSON.stringify(text)}`;
  });
  return [...files, `catalog: ${JSON.stringify(catalog)}`].join("\n");
}

function input(
  world: World,
): fc.Arbitrary<{ bytes: Uint8Array; format: "csv" | "ndjson" | "json" }> {
  const of = (format: "csv" | "ndjson" | "json", bytes: fc.Arbitrary<Uint8Array>) =>
    bytes.map((bytes) => ({ bytes, format }));
  return fc.oneof(
    { weight: 3, arbitrary: of("csv", adversarialCsv(world)) },
    { weight: 2, arbitrary: of("ndjson", adversarialNdjson(world)) },
    { weight: 1, arbitrary: of("csv", adversarialNetflix) },
    { weight: 1, arbitrary: of("json", adversarialJsonArray(world)) },
  );
}

/** Runtimes for some shows and episodes, each named once; blank names cannot be catalogued. */
function catalog({ shows, episodes }: World): fc.Arbitrary<CatalogEntry[]> {
  const minutes = fc.constantFrom(0.25, 4, 10, 45.5, 61, 90);
  const ofShow = fc.record({
    showName: fc.constantFrom(...shows.map(tidy)),
    runtimeMinutes: minutes,
  });
  const named = episodes.map(tidy).filter((episode) => episode !== "");
  const entry = named.length === 0 ? ofShow : fc.oneof(
    ofShow,
    fc.record({
      showName: fc.constantFrom(...shows.map(tidy)),
      runtimeMinutes: minutes,
      episode: fc.constantFrom(...named),
    }),
  );
  const key = (each: CatalogEntry) => JSON.stringify([each.showName, each.episode ?? null]);
  return fc.uniqueArray<CatalogEntry, string>(entry, { maxLength: 4, selector: key });
}

function tidy(name: string): string {
  return name.trim();
}
