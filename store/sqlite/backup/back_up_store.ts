// Copies the store while it is written to, and checks the copy: what a rebuild starts from once the log is shorter.

import { makeOwnFile } from "../../../lake/disk/own_file.ts";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import type { StorePosition } from "../../port.ts";

const NAME = /^store-(\d{8}T\d{6})Z\.db$/;
/** Older ones are removed once a new one is whole. */
const KEPT = 2;
/** A copy that a commit overtakes between two steps begins again: few steps, and a thread of its own. */
const PAGES_AT_ONCE = 1_000_000;

/** A whole copy of the store. */
export interface StoreBackup {
  readonly path: string;
  readonly madeMs: number;
  /** What it has of the log. */
  readonly positions: readonly Omit<StorePosition, "last">[];
}

/** Where copies lie. */
export function backupFolder(dataPath: string): string {
  return join(dataPath, "backups");
}

/**
 * Makes a copy as of one commit, reads all of it back, and gives it its name last. Blocks its thread.
 *
 * @throws {Error} the disk refused, or the copy is not whole: then none has the name
 */
export async function backUpStore(dataPath: string, nowMs: number): Promise<StoreBackup> {
  const folder = backupFolder(dataPath);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // After the newest one also where the clock went back: the newest by name is the one that counts, and stays.
  const before = backups(dataPath)[0]?.madeMs ?? -Infinity,
    madeMs = Math.max(nowMs, before + 1_000);
  const name = `store-${new Date(madeMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}.db`;
  const path = join(folder, name), part = `${path}.part`;
  rmSync(part, { force: true });
  makeOwnFile(part);
  const store = new DatabaseSync(join(dataPath, "store.db"), { readOnly: true });
  try {
    store.exec("PRAGMA busy_timeout = 5000");
    await backup(store, part, { rate: PAGES_AT_ONCE });
  } finally {
    store.close();
  }
  // One file, with none beside it that a copy could be taken without.
  const copy = new DatabaseSync(part);
  copy.exec("PRAGMA journal_mode = DELETE");
  copy.close();
  const positions = verify(part);
  using file = Deno.openSync(part, { write: true });
  file.syncSync();
  renameSync(part, path);
  for (const old of backups(dataPath).slice(KEPT)) rmSync(old.path);
  return { path, madeMs, positions };
}

/** The newest copy that is whole; null without one. */
export function newestBackup(dataPath: string): StoreBackup | null {
  for (const { path, madeMs } of backups(dataPath)) {
    try {
      return { path, madeMs, positions: verify(path) };
    } catch {
      // The one before it may be whole.
    }
  }
  return null;
}

/** Newest first. */
function backups(dataPath: string): { readonly path: string; readonly madeMs: number }[] {
  const folder = backupFolder(dataPath);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort().reverse().flatMap((name) => {
    const stamp = NAME.exec(name)?.[1];
    if (stamp === undefined) return [];
    const [, year, month, day, hour, minute, second] = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/
      .exec(stamp)!.map(Number);
    const madeMs = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
    return [{ path: join(folder, name), madeMs }];
  });
}

/** Reads every page, and what it has of the log. @throws {Error} it is not whole */
function verify(path: string): StoreBackup["positions"] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const [{ integrity_check: found }] = db.prepare("PRAGMA integrity_check(1)").all() as [
      { integrity_check: string },
    ];
    if (found !== "ok") throw new Error(`${path} is not whole: ${found}`);
    const rows = db.prepare("SELECT topic, partition, next_offset AS nextOffset FROM positions")
      .all();
    return rows.map((row) => ({ ...row })) as unknown as StoreBackup["positions"];
  } finally {
    db.close();
  }
}
