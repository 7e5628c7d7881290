// Reads every batch of an embedded log that nobody writes to, and gives up those that are damaged when asked.

import { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { openForReading } from "./log_database.ts";
import { LOST_CRC } from "./topic_cursor.ts";

/** Records that cannot be read as they were written: offsets `from` to before `to`. */
export interface DamagedBatch {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** Damaged batches, in order. @throws what SQLite throws where its own pages are damaged */
export function findDamagedBatches(path: string): readonly DamagedBatch[] {
  const db = openForReading(path), damaged: DamagedBatch[] = [];
  try {
    const [{ integrity_check: found }] = db.prepare("PRAGMA integrity_check(1)").all() as [
      { integrity_check: string },
    ];
    if (found !== "ok") throw new Error(`database disk image is malformed: ${found}`);
    const batches = db.prepare(
      `SELECT batches.id, name AS topic, partition, base_offset, records, crc, data FROM batches
       JOIN topics ON topics.id = topic_id ORDER BY batches.id`,
    ).iterate();
    for (const { id, topic, partition, base_offset, records, crc, data } of batches) {
      if (crc === LOST_CRC || crc32(data as Uint8Array) === crc) continue;
      const from = Number(base_offset), to = from + Number(records);
      damaged.push({
        ...{ id: Number(id), topic: String(topic), partition: Number(partition) },
        from,
        to,
      });
    }
    return damaged;
  } finally {
    db.close();
  }
}

/** Gives the batches up: readers note their records as missing and go on behind them. */
export function giveUpBatches(path: string, batches: readonly DamagedBatch[]): void {
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
    const lose = db.prepare(`UPDATE batches SET crc = ${LOST_CRC}, data = x'' WHERE id = ?`);
    for (const { id } of batches) lose.run(id);
    db.exec("COMMIT");
  } finally {
    db.close();
  }
}

/** Copies the log whole, also what lies in its write-ahead log. */
export function copyLog(path: string, to: string): void {
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    db.close();
  }
  Deno.copyFileSync(path, to);
}
