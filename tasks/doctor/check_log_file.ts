// The embedded log's file: every record is read; damaged ones are given up only when that is asked for.

import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  copyLog,
  type DamagedBatch,
  findDamagedBatches,
  giveUpBatches,
} from "../../log/embedded/check_batches.ts";
import { databasePath } from "../../log/embedded/log_database.ts";
import type { Finding } from "./finding.ts";
import { backupFolder } from "../../store/open_store.ts";

/** Problems of the log. */
export function checkLogFile(dataPath: string): readonly Finding[] {
  const path = databasePath(join(dataPath, "log"));
  if (!existsSync(path)) return [];
  try {
    const damaged = findDamagedBatches(path);
    if (damaged.length === 0) return [];
    const mend = () => giveUp(dataPath, path, damaged);
    return [{ problem: `${path} is damaged: ${damaged.map(placeOf).join("; ")}`, mend }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{
      problem: `${path} is damaged: ${reason}`,
      mend: null,
      advice:
        "Put a copy of it back. Without one, move the folder log away and run deno task doctor " +
        "--accept-log: the store keeps all that it has applied",
    }];
  }
}

function giveUp(dataPath: string, path: string, damaged: readonly DamagedBatch[]): string {
  const folder = backupFolder(dataPath);
  Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  const copy = join(folder, `log-damaged-${time}.db`);
  copyLog(path, copy);
  giveUpBatches(path, damaged);
  return `${copy} is what it was; records that the store had not applied are told as missing`;
}

function placeOf({ topic, partition, from, to }: DamagedBatch): string {
  return `${topic}, partition ${partition}, offsets ${from} to ${to - 1}`;
}
