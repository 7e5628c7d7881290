// What a store was derived with: kept in it, so that figures of other settings are never mixed into it.

import { StoreVersionError } from "../../errors.ts";
import { DatabaseSync } from "node:sqlite";
import { SCORING_VERSION, type Thresholds } from "../../../domain/scoring.ts";
import { createSchema, SCHEMA_VERSION } from "./schema.ts";
import type { StoreCatalog } from "../../../domain/store_catalog.ts";

/** What a store derives its figures with. */
export interface StoreSettings {
  /** Where a new store begins to count its commits; 0 when absent. */
  readonly firstSeq?: number;
  readonly thresholds: Thresholds;
  readonly catalog: StoreCatalog | null;
}

/** The store was derived with other settings: derive it again. */
export class StoreSettingsError extends Error {
  override readonly name = "StoreSettingsError";
}

/** The version of the tables in a file; null when it is no store, or cannot be read. */
export function storedVersion(path: string): string | null {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    return readMeta(db).get("schema_version") ?? null;
  } catch {
    return null;
  } finally {
    db?.close();
  }
}

/** What to say of a store of this version when a newer Playhead wrote it; else null. */
export function newerVersion(version: string | null): StoreVersionError | null {
  if (version === null || Number(version) <= Number(SCHEMA_VERSION)) return null;
  return new StoreVersionError(version, SCHEMA_VERSION);
}

/** Makes the tables of a new store, or checks what an old one was derived with. */
export function settle(db: DatabaseSync, settings: StoreSettings): void {
  const wanted = metaOf(settings);
  const there = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'meta'`).get();
  if (there === undefined) {
    db.exec("BEGIN IMMEDIATE");
    createSchema(db);
    const insert = db.prepare(`INSERT INTO meta VALUES (?, ?)`);
    for (const [key, value] of Object.entries({ ...wanted, seq: String(settings.firstSeq ?? 0) })) {
      insert.run(key, value);
    }
    db.exec("COMMIT");
    return;
  }
  const found = readMeta(db), newer = newerVersion(found.get("schema_version") ?? null);
  if (newer !== null) throw newer;
  for (const [key, value] of Object.entries(wanted)) {
    if (found.get(key) === value) continue;
    throw new StoreSettingsError(
      `Cannot go on with the store as its ${key} must be ${value}: current value is ` +
        `${found.get(key) ?? "absent"}`,
    );
  }
}

/** Whether a store that is there was derived with these settings but for its catalog, which is another one. */
export function differsInCatalogAlone(db: DatabaseSync, settings: StoreSettings): boolean {
  const found = readMeta(db);
  const other = Object.entries(metaOf(settings)).filter(([key, value]) => found.get(key) !== value);
  return other.length === 1 && other[0]![0] === "catalog_version";
}

/** The table `meta`. */
export function readMeta(db: DatabaseSync): ReadonlyMap<string, string> {
  const rows = db.prepare(`SELECT key, value FROM meta`).all() as { key: string; value: string }[];
  return new Map(rows.map(({ key, value }) => [key, value]));
}

function metaOf({ thresholds, catalog }: StoreSettings): Readonly<Record<string, string>> {
  const entries = Object.entries(thresholds).sort(([a], [b]) => a < b ? -1 : 1);
  return {
    schema_version: SCHEMA_VERSION,
    thresholds: JSON.stringify(Object.fromEntries(entries)),
    scoring_version: SCORING_VERSION,
    catalog_version: catalog?.version ?? "",
  };
}
