// Lists the Parquet files of the output.

import type { FileAnswer } from "../../../domain/service_answers.ts";
import type { Lake, LakeEntry } from "../../../lake/port.ts";

const MAX_FILES = 10_000;

/** The files by path, those of folders too. */
export async function listFiles(lake: Pick<Lake, "list">): Promise<readonly FileAnswer[]> {
  const files: FileAnswer[] = [];
  for await (const entry of lake.list()) {
    if (!entry.name.endsWith(".parquet")) continue;
    files.push(describeFile(entry));
    if (files.length === MAX_FILES) break;
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

function describeFile({ name, sizeBytes, modifiedMs }: LakeEntry): FileAnswer {
  return {
    path: name,
    bytes: sizeBytes,
    modified_at: new Date(modifiedMs).toISOString(),
    href: "/api/files/" + name.split("/").map(encodeURIComponent).join("/"),
  };
}
