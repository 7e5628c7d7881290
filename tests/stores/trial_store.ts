// The stores that every law of writing is held against: the same core over each adapter.

import type { LogBatch } from "../../log/port.ts";
import type { Applied } from "../../store/core/applied.ts";
import { rederive } from "../../store/sqlite/write/rederive.ts";
import { Store, type StoreSettings } from "../../store/sqlite/write/store.ts";
import { MemoryStore } from "./memory_store.ts";
import { readMemoryStore } from "./read_memory_store.ts";
import { readStoreTables } from "./read_store_tables.ts";
import type { StoreContent } from "./store_content.ts";

/** A store of some kind, gone when it is disposed of. */
export interface TrialStore extends Disposable {
  /** Applies batches in one transaction. */
  apply(batches: readonly LogBatch[]): Applied;
  /** Closes the store and opens it again. */
  reopen(): void;
  /** Derives the store anew with other settings, and goes on with these. */
  rederive(settings: StoreSettings): void;
  /** All that it holds, with names instead of numbers. */
  content(): StoreContent;
}

/** One adapter. */
export interface StoreKind {
  readonly name: string;
  /** A new store. */
  open(settings: StoreSettings): TrialStore;
}

const SQLITE: StoreKind = { name: "SQLite", open: openSqlite };
export const MEMORY: StoreKind = { name: "memory", open: openMemory };

/** All adapters. */
export const STORE_KINDS: readonly StoreKind[] = [SQLITE, MEMORY];

/** In memory where that is possible: no power is cut here. */
function makeFolder(): string {
  try {
    return Deno.makeTempDirSync({ dir: "/dev/shm" });
  } catch {
    return Deno.makeTempDirSync();
  }
}

function openSqlite(first: StoreSettings): TrialStore {
  const folder = makeFolder(), path = `${folder}/store.db`;
  let settings = first, store = Store.open(path, settings);
  const reopen = (change: () => void = () => {}) => {
    store.close();
    change();
    store = Store.open(path, settings);
  };
  return {
    apply: (batches) => store.apply(batches),
    reopen: () => reopen(),
    rederive: (others) =>
      reopen(() => {
        rederive(path, `${path}.new`, settings = others);
        Deno.renameSync(`${path}.new`, path);
      }),
    content: () => readStoreTables(path, settings.thresholds),
    [Symbol.dispose]: () => {
      store.close();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

function openMemory(settings: StoreSettings): TrialStore {
  const store = new MemoryStore(settings);
  return {
    apply: (batches) => store.apply(batches),
    reopen: () => {},
    rederive: (others) => store.rederive(others),
    content: () => readMemoryStore(store),
    [Symbol.dispose]: () => {},
  };
}

/** A batch that breaks its transaction at the end, when all else is written. */
export function breaking(batch: LogBatch): LogBatch {
  return { ...batch, nextOffset: { valueOf: () => batch.nextOffset } as unknown as number };
}
