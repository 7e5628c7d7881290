// The small files of the data folder, and the databases that can be made anew: each is read as the service does.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DamagedFileError } from "../../domain/errors.ts";
import { isPlainObject, parseKeptJson } from "../../domain/parse_kept_json.ts";
import { setAside } from "../../lake/disk/set_aside.ts";
import { isMarkWhole } from "../../serving/service/make_sample.ts";
import { areMarksWhole } from "../../serving/service/picked_up_files.ts";
import { areRepairsWhole } from "../../serving/service/saved_repairs_file.ts";
import { isCatalogWhole } from "../../lake/catalog.ts";
import type { Finding } from "./finding.ts";

/** What is lost with a file that is set aside, by its name. */
const FILES: Readonly<
  Record<string, { readonly isWhole: (kept: unknown) => boolean; then: string }>
> = {
  "catalog.json": {
    isWhole: isCatalogWhole,
    then: "runtimes are unknown until the next run of the ETL",
  },
  "picked_up.json": {
    isWhole: areMarksWhole,
    then: "all raw files are picked up again, and known rows count as duplicates",
  },
  "sample.json": { isWhole: isMarkWhole, then: "viewing is simulated no more" },
  "repairs.json": { isWhole: areRepairsWhole, then: "repairs must be saved again" },
  "refused_files.json": { isWhole: isPlainObject, then: "refused files are tried again" },
  "earliest_dates.json": { isWhole: Array.isArray, then: "it is made anew with today's setting" },
};

/** Problems of the JSON files. */
export function checkKeptFiles(dataPath: string): readonly Finding[] {
  return Object.entries(FILES).flatMap(([name, { isWhole, then }]) => {
    const path = join(dataPath, name);
    try {
      parseKeptJson(path, Deno.readTextFileSync(path), isWhole);
      return [];
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      const isDamaged = error instanceof DamagedFileError;
      const reason = isDamaged ? "it is no JSON as Playhead wrote it" : (error as Error).message;
      const mend = isDamaged ? () => `${setAside(path, Date.now())} is what it was; ${then}` : null;
      return [{ problem: `${path} cannot be read: ${reason}`, mend }];
    }
  });
}

/** Problems of a database that may be set aside whole; `then` says what comes of that. */
export function checkDatabase(path: string, then: string): readonly Finding[] {
  if (!existsSync(path)) return [];
  const reason = faultOf(path);
  if (reason === null) return [];
  const mend = () => {
    for (const suffix of ["-wal", "-shm"]) {
      if (existsSync(path + suffix)) setAside(path + suffix, Date.now());
    }
    return `${setAside(path, Date.now())} is what it was; ${then}`;
  };
  return [{ problem: `${path} is damaged: ${reason}`, mend }];
}

/** Reads every page; null when all are whole. */
function faultOf(path: string): string | null {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path);
    const [{ integrity_check: found }] = db.prepare("PRAGMA integrity_check(1)").all() as [
      { integrity_check: string },
    ];
    return found === "ok" ? null : found;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    db?.close();
  }
}
