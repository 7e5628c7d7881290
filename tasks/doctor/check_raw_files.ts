// The raw files within the data folder that runs read: without them a run cannot be done again.

import { relative, resolve } from "node:path";
import type { RunAnswer } from "../../domain/report.ts";
import { hashFile } from "../../lake/disk/hash_file.ts";
import type { Finding } from "./finding.ts";

/** Problems of the files that the newest runs of them name; imports that were removed need none. */
export async function checkRawFiles(
  dataPath: string,
  runs: readonly RunAnswer[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [], seen = new Set<string>();
  for (const { inputs, started_at, removed_at } of runs) { // newest first
    for (const { path, sha256 } of inputs) {
      if (seen.has(path)) continue;
      seen.add(path);
      if (removed_at !== null || !isWithin(dataPath, path)) continue;
      const problem = await problemOf(path, { sha256, readMs: Date.parse(started_at) });
      if (problem === null) continue;
      findings.push({
        problem: `${path}, which the run of ${started_at} read, ${problem}`,
        mend: null,
        advice: "Put a copy of it back, or take the import back on /runs: its rows stay counted, " +
          "but they cannot be read again",
      });
    }
  }
  return findings;
}

function isWithin(folder: string, path: string): boolean {
  const inside = relative(resolve(folder), resolve(path));
  return inside !== "" && !inside.startsWith("..");
}

async function problemOf(
  path: string,
  { sha256, readMs }: { readonly sha256: string; readonly readMs: number },
): Promise<string | null> {
  try {
    const { mtime } = await Deno.stat(path);
    // One that was replaced since is picked up by the next start.
    if (mtime !== null && mtime.getTime() > readMs) return null;
    return await hashFile(path) === sha256 ? null : "has other bytes by now: it is damaged";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "is gone";
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
