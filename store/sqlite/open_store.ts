// Opens the store for writing, deriving it again first when thresholds are not its own; another catalog changes
// the shows that differ.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isCatalogWhole } from "../../lake/catalog.ts";
import { DamagedFileError } from "../../domain/errors.ts";
import { parseKeptJson } from "../../domain/parse_kept_json.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { backupFolder, newestBackup } from "./backup/back_up_store.ts";
import { changeCatalog } from "./write/change_catalog.ts";
import { addDimensions } from "./write/older_tables.ts";
import { rederive } from "./write/rederive.ts";
import { SCHEMA_VERSION } from "./write/schema.ts";
import { Store, StoreSettingsError } from "./write/store.ts";
import { asStoreDamage } from "./write/store_damage.ts";
import { storedVersion } from "./write/store_settings.ts";
import type { StoreCatalog } from "../../domain/store_catalog.ts";
import { CatalogDamagedError } from "../errors.ts";
import type { StoreAdmin } from "../port.ts";

/** The store's file in the folder of everything that is kept. */
export function storePath(dataPath: string): string {
  return join(dataPath, "store.db");
}

/** The catalog's file in that folder. */
export function catalogPath(dataPath: string): string {
  return join(dataPath, "catalog.json");
}

/**
 * The catalog that the last published run left; null when there is none.
 *
 * @throws {CatalogDamagedError} it is not as it was written
 */
export function readStoreCatalog(dataPath: string): StoreCatalog | null {
  const path = catalogPath(dataPath);
  try {
    return parseKeptJson(path, Deno.readTextFileSync(path), isCatalogWhole);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (!(error instanceof DamagedFileError)) throw error;
    throw new CatalogDamagedError(
      `Cannot read ${path} as it must be the JSON that Playhead wrote: it is damaged. Put a copy back, or ` +
        `remove it: the next published run writes it anew. deno task doctor --repair sets it aside`,
      { cause: error, isReadable: storedVersion(storePath(dataPath)) !== null },
    );
  }
}

interface Told {
  readonly rederiving: () => void;
  readonly switched: () => void;
}

/**
 * Opens the store; `on` is told before all of it is derived again, and once readers must open it anew.
 *
 * @throws {StoreDamagedError} its file or its catalog cannot be read
 * @throws {StoreVersionError} a newer version of Playhead wrote the store
 */
export function openStore(
  { dataPath, thresholds }: { readonly dataPath: string; readonly thresholds: Thresholds },
  on: Told,
): StoreAdmin {
  const path = storePath(dataPath);
  try {
    return openOrDerive({ dataPath, thresholds, path }, on);
  } catch (error) {
    throw asStoreDamage(path, error);
  }
}

function openOrDerive(
  { dataPath, thresholds, path }: {
    readonly dataPath: string;
    readonly thresholds: Thresholds;
    readonly path: string;
  },
  on: Told,
): Store {
  // A store that is made later counts its commits from a higher number (none makes one a millisecond for long),
  // so that who listened to another one before is not taken for somebody who missed nothing.
  const firstSeq = Date.now();
  if (!existsSync(path)) restoreBackup(dataPath, { path, firstSeq });
  addDimensions(path);
  const settings = { thresholds, catalog: readStoreCatalog(dataPath), firstSeq };
  try {
    return Store.open(path, settings);
  } catch (error) {
    if (!(error instanceof StoreSettingsError)) throw error;
  }
  if (changeCatalog(path, settings)) {
    on.switched();
    return Store.open(path, settings);
  }
  on.rederiving();
  const beside = `${path}.new`;
  removeStore(beside); // what a crash left
  rederive(path, beside, settings);
  keepOlderStore(dataPath, path);
  replaceStore(beside, path);
  on.switched();
  return Store.open(path, settings);
}

/** A store of an older version stays beside the new one: another name for the same file takes no room until then. */
function keepOlderStore(dataPath: string, path: string): void {
  const version = storedVersion(path);
  if (version === null || version === SCHEMA_VERSION) return;
  const folder = backupFolder(dataPath);
  Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = join(folder, `version-${version}.db`);
  removeFile(kept);
  try {
    Deno.linkSync(path, kept);
  } catch {
    Deno.copyFileSync(path, kept); // a file system without links
  }
}

/** The log may have no more what a store from nothing would need. */
function restoreBackup(
  dataPath: string,
  { path, firstSeq }: { readonly path: string; readonly firstSeq: number },
): void {
  const backup = newestBackup(dataPath);
  if (backup === null) return;
  const beside = `${path}.new`;
  removeStore(beside);
  Deno.copyFileSync(backup.path, beside);
  const copy = new DatabaseSync(beside);
  copy.prepare("UPDATE meta SET value = max(CAST(value AS INTEGER), ?) WHERE key = 'seq'")
    .run(firstSeq);
  copy.close();
  replaceStore(beside, path);
}

/**
 * Gives the new file the store's name. Readers keep the old file for as long as they have it open. Its
 * write-ahead log must go first: whoever opened the new file beside it would read it as the new one's.
 */
function replaceStore(from: string, to: string): void {
  for (const suffix of ["-wal", "-shm"]) removeFile(to + suffix);
  Deno.renameSync(from, to);
  using folder = Deno.openSync(join(to, ".."), { read: true });
  folder.syncSync();
}

function removeStore(path: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) removeFile(path + suffix);
}

function removeFile(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
