// Copies a log of segment files into the database, once; the files stay beside it as the copy of before.

import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { databasePath, openForWriting } from "../log_database.ts";
import { readSegmentTopics, type SegmentTopic } from "./read_segments.ts";

/** Bytes of records in one transaction. */
const BYTES_AT_ONCE = 32 << 20;

/**
 * Takes over the segment files in `root`, if there are any. The database gets its name last, so a copy that was
 * cut short begins again. Returns a sentence about it, null when there was nothing to do.
 *
 * @throws {import("../../errors.ts").LogCorruptionError} acknowledged records are damaged
 */
export function takeOverSegments(root: string): string | null {
  const directory = join(root, "topics"), kept = join(root, "topics.old");
  if (!existsSync(directory)) return null;
  const path = databasePath(root);
  let records = 0;
  if (!existsSync(path)) {
    const part = `${path}.part`;
    for (const ending of ["", "-wal", "-shm"]) rmSync(part + ending, { force: true });
    const db = openForWriting(part);
    try {
      for (const topic of readSegmentTopics(directory)) records += copyTopic(db, topic);
    } finally {
      db.close(); // brings the WAL into the file
    }
    renameSync(part, path);
  }
  renameSync(directory, kept);
  return `The log was copied into ${path} (${records} records). ${kept} is not read any more: ` +
    "remove it when you like.";
}

function copyTopic(db: DatabaseSync, { topic, firstOffsets, batches }: SegmentTopic): number {
  db.exec("BEGIN IMMEDIATE");
  const { lastInsertRowid } = db.prepare("INSERT INTO topics(name, partitions) VALUES (?, ?)")
    .run(topic, firstOffsets.length);
  const id = Number(lastInsertRowid);
  const ends = firstOffsets.map((offset) => ({ offset, bytes: 0 }));
  const insert = db.prepare(
    `INSERT INTO batches(topic_id, partition, base_offset, records, ingest_ms, crc, data)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  let copied = 0, waiting = 0;
  for (const { partition, baseOffset, records, ingestTimeMs, bytes } of batches) {
    const owned = bytes.slice();
    insert.run(id, partition, baseOffset, records, ingestTimeMs, crc32(owned), owned);
    const end = ends[partition]!;
    ends[partition] = { offset: baseOffset + records, bytes: end.bytes + bytes.length };
    copied += records;
    waiting += bytes.length;
    if (waiting < BYTES_AT_ONCE) continue;
    db.exec("COMMIT; BEGIN IMMEDIATE");
    waiting = 0;
  }
  const place = db.prepare("INSERT INTO partitions VALUES (?, ?, ?, ?, ?)");
  ends.forEach(({ offset, bytes }, partition) =>
    place.run(id, partition, firstOffsets[partition]!, offset, bytes)
  );
  db.exec("COMMIT");
  return copied;
}
