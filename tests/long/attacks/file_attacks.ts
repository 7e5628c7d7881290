// Attacks by what is handed in: packed files that unpack to very much, and patterns that take years.

import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { applied } from "../../ask_service.ts";
import { runProgram } from "../run_program.ts";
import { type Attack, importFile, send } from "./attack.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";
/** What each part of a packed file unpacks to. */
const PART_BYTES = 1_000_000;
const MAX_DISK_MB = 600;

/** A small file that unpacks to `megabytes`: gzip allows many members. */
function bombOf(start: string, part: string, megabytes: number): Uint8Array<ArrayBuffer> {
  const member = gzipSync(part.repeat(PART_BYTES / part.length), { level: 9 });
  const members = [gzipSync(start), ...new Array<Buffer>(megabytes).fill(member)];
  return Uint8Array.from(Buffer.concat(members));
}

async function megabytesOf(path: string): Promise<number> {
  return Number((await runProgram(["du", "-sm", path])).text.split("\t")[0]);
}

function bomb(
  name: string,
  file: string,
  parts: readonly [start: string, part: string, megabytes: number],
) {
  return {
    name: `${name}, packed`,
    maxMemoryMb: 2_500,
    async run({ service, dataPath }) {
      const body = bombOf(...parts);
      let diskMb = 0;
      const look = setInterval(async () => {
        diskMb = Math.max(diskMb, await megabytesOf(dataPath).catch(() => 0));
      }, 300);
      const { stage, problem, id } = await importFile(service, file, body);
      clearInterval(look);
      await send(service, `api/imports/${id}/cancel`);
      if (diskMb > MAX_DISK_MB) {
        throw new Error(`it must take at most ${MAX_DISK_MB} MB of disk: ${diskMb}`);
      }
      const told = problem === null ? "read" : problem.slice(0, 90).replaceAll("|", " ");
      return `${Math.round(body.length / 1_000)} KB, disk ${diskMb} MB, ${stage}: ${told}`;
    },
  } as const satisfies Attack;
}

const pattern: Attack = {
  name: "a saved repair with the pattern a*a*a*b, a row with a name of 900 letters",
  maxMemoryMb: 600,
  async run({ service }) {
    const steps = [{ kind: "replace", field: "show_name", pattern: "a*a*a*b", with: "" }];
    const saved = await send(
      service,
      "api/quarantine/repairs",
      JSON.stringify({ name: "harmless", select: {}, repair: { steps } }),
    );
    if (saved.status !== 200) throw new Error(`it must be saved: ${saved.status} ${saved.text}`);
    const row = {
      ...{ user_id: "u", show_name: "a".repeat(900), watch_duration_minutes: "x" },
      watch_date: "2026-01-01",
    };
    await send(service, "api/events", JSON.stringify(row));
    await applied(service);
    await new Promise((resolve) => setTimeout(resolve, 3_000)); // saved repairs run beside it
    return "one row in quarantine";
  },
};

/** Those of this kind. */
export const FILE_ATTACKS: readonly Attack[] = [
  pattern,
  bomb("500 million rows of two bytes", "bomb.csv.gz", [HEADER, "x\n", 1_000]),
  bomb("one line of 2 GB", "bomb.csv.gz", [HEADER, "\0", 2_000]),
  bomb("400 million open brackets", "deep.json.gz", ["[", "[", 400]),
];
