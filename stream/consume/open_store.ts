// Opens the store for writing, deriving it again first when thresholds are not its own; another catalog changes
// the shows that differ.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Thresholds } from "../../domain/scoring.ts";
import { newestBackup } from "../backup/back_up_store.ts";
import { changeCatalog } from "../store/change_catalog.ts";
import { rederive } from "../store/rederive.ts";
import { Store, StoreSettingsError } from "../store/store.ts";
import { asStoreDamage, StoreDamagedError } from "../store/store_damage.ts";
import type { StoreCatalog } from "../store/store_catalog.ts";

/** The store's file in the folder of everything that is kept. */
export function storePath(dataPath: string): string {
  return join(dataPath, "store.db");
}

/**
 * The catalog that the last published run left; null when there is none.
 *
 * @throws {StoreDamagedError} it is no JSON
 */
export function readStoreCatalog(dataPath: string): StoreCatalog | null {
  const path = join(dataPath, "catalog.json");
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (!(error instanceof SyntaxError)) throw error;
    throw new StoreDamagedError(
      `Cannot read ${path} as it must be the JSON that Playhead wrote: ${
        error.message.replace(/\s+/g, " ")
      }. Put a copy ` +
        `back, or remove it: the next published run writes it anew`,
      { cause: error },
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
 */
export function openStore(
  { dataPath, thresholds }: { readonly dataPath: string; readonly thresholds: Thresholds },
  on: Told,
): Store {
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
  if (!existsSync(path)) restoreBackup(dataPath, path);
  const settings = { thresholds, catalog: readStoreCatalog(dataPath) };
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
  replaceStore(beside, path);
  on.switched();
  return Store.open(path, settings);
}

/** The log may have no more what a store from nothing would need. */
function restoreBackup(dataPath: string, path: string): void {
  const backup = newestBackup(dataPath);
  if (backup === null) return;
  const beside = `${path}.new`;
  removeStore(beside);
  Deno.copyFileSync(backup.path, beside);
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
