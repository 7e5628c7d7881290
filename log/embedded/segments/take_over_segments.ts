// Copies a log of segment files into the database, once; the files stay beside it as the copy of before.

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { LogVersionError } from "../../errors.ts";
import { databasePath, openForWriting } from "../log_database.ts";
import { readSegmentTopics, type SegmentTopic } from "./read_segments.ts";

/** Bytes of records in one transaction. */
const BYTES_AT_ONCE = 32 << 20;

/**
 * Takes over the segment files in `root`, if there are any. They get their other name once the copy is whole, and
 * the copy gets its name last: one that was cut short begins again. Returns a sentence about it, null when there
 * was nothing to do.
 *
 * @throws {import("../../errors.ts").LogCorruptionError} acknowledged records are damaged
 * @throws {LogVersionError} an older version has written segment files beside the database since
 */
export function takeOverSegments(root: string): string | null {
  const directory = join(root, "topics"), kept = join(root, "topics.old");
  const path = databasePath(root), part = `${path}.part`;
  if (!existsSync(directory)) {
    // The names were being given when the process was killed.
    if (!existsSync(path) && existsSync(part) && existsSync(kept)) rename(part, path);
    return null;
  }
  for (const taken of [path, kept]) {
    if (!existsSync(taken)) continue;
    throw new LogVersionError(
      `Cannot take over ${directory} as ${taken} is there already: an older Playhead wrote to the folder after a ` +
        "newer one. Start the older one and export what it has, or move one of the two elsewhere",
    );
  }
  const records = copyTo(part, directory);
  rename(directory, kept);
  rename(part, path);
  return `The log was copied into ${path} (${records} records). ${kept} is not read any more: ` +
    "remove it when you like.";
}

/** Begins anew, whatever is left of a copy. */
function copyTo(part: string, directory: string): number {
  for (const ending of ["", "-wal", "-shm"]) rmSync(part + ending, { force: true });
  const db = openForWriting(part);
  let records = 0;
  try {
    for (const topic of readSegmentTopics(directory)) records += copyTopic(db, topic);
  } finally {
    db.close(); // brings the WAL into the file
  }
  return records;
}

/** The names change in this order also where the power fails. */
function rename(from: string, to: string): void {
  renameSync(from, to);
  const folder = openSync(dirname(to), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
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
