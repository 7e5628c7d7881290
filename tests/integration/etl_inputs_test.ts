// Runs `deno task etl` on folders, packings and files that are cut short: what is read, skipped and refused.

import assert from "node:assert/strict";
import { join } from "node:path";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { makeZip } from "../make_zip.ts";

const ROOT = join(import.meta.dirname!, "..", "..");
const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";
const ROW = "ann,Lupin,30,2024-01-01\n";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Etl = (...args: string[]) => Promise<Ended>;

/**
 * Runs a test on a folder of files; paths and messages are relative to it. `etl("<", FILE, …)` gives the file
 * on standard input.
 */
async function withFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  test: (etl: Etl, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-etl-inputs-" });
  const etl: Etl = async (...args) => {
    const input = args[0] === "<" ? await Deno.readFile(join(folder, args[1]!)) : null;
    const named = input === null ? args : ["-", ...args.slice(2)];
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", join(ROOT, "tasks", "etl.ts"), ...named],
      ...{ cwd: folder, env: { NO_COLOR: "1" } },
      ...{ stdin: input === null ? "null" : "piped", stdout: "piped", stderr: "piped" },
    });
    const process = command.spawn();
    if (input !== null) {
      const writer = process.stdin.getWriter();
      await writer.write(input).then(() => writer.close()).catch(() => {}); // refused before its end
    }
    const { code, stdout, stderr } = await process.output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  };
  try {
    for (const [name, content] of Object.entries(files)) {
      await Deno.mkdir(join(folder, name, ".."), { recursive: true });
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(join(folder, name), bytes);
    }
    await test(etl, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("etl names each file of a folder that it skips, on standard error and in the report", () =>
  withFiles({
    "in/a.csv.gz": gzipSync(HEADER + ROW),
    "in/b.csv.bz2": "BZh91AY",
    "in/catalog.csv": "show_name,runtime_minutes\nLupin,30\n",
    "in/empty.ndjson": "",
    "in/packed.csv": new Uint8Array([0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59]),
    "in/.hidden.csv": "x\n",
  }, async (etl) => {
    const { code, stdout, stderr } = await etl("in", "--out", "in/o.parquet", "--json");
    const { ledger, skipped, inputs } = JSON.parse(stdout);
    assert.deepEqual([code, ledger.accepted, inputs.length], [0, 1, 1]);
    assert.deepEqual(
      skipped.map(({ path, reason }: Record<string, string>) => `${path}: ${reason}`.slice(0, 38)),
      [
        "in/b.csv.bz2: it is packed as .bz2: un",
        "in/catalog.csv: its header must name t",
        "in/empty.ndjson: it has no bytes",
        "in/packed.csv: it is packed with bzip2",
      ],
    );
    const lines = stderr.trimEnd().split("\n");
    assert.equal(lines.length, 4, stderr);
    assert.ok(lines.every((line) => /^note: in\/\S+ is skipped, as /.test(line)), stderr);
    // The run's own files are there now, and are no news.
    const again = await etl("in", "--out", "in/o.parquet", "--json");
    assert.deepEqual(JSON.parse(again.stdout).skipped, skipped);
  }));

Deno.test("etl refuses a folder with an export whose dates are uncertain: it is no stranger to skip", () =>
  withFiles({
    "in/a.csv": HEADER + ROW,
    "in/ViewingActivity.csv": NETFLIX.replace("2024-01-01 20:00:00", "1/2/2024 20:00"),
  }, async (etl) => {
    const { code, stderr } = await etl("in", "--out", "o.parquet");
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^error: Cannot read in\/ViewingActivity\.csv as [^\n]+\n$/);
  }));

Deno.test("etl refuses a folder without an input, and a named file that is none", () =>
  withFiles({
    "in/notes.csv": "a,b\n1,2\n",
    "in/empty.csv": "",
    "good/a.csv": HEADER + ROW,
  }, async (etl, folder) => {
    const none = await etl("in", "good", "--out", "out/o.parquet");
    assert.equal(none.code, 2);
    assert.match(
      none.stderr,
      /^error: Cannot read in as it must have a file of views: in\/[^\n]+\n$/,
    );
    const named = await etl("good", "in/empty.csv", "--out", "out/o.parquet");
    assert.equal(named.code, 2);
    assert.match(named.stderr, /^error: Cannot read in\/empty\.csv as it is empty[^\n]+\n$/);
    assert.deepEqual([...Deno.readDirSync(join(folder, "out"))], []);
  }));

Deno.test("etl refuses what ends in the middle and writes nothing", async () => {
  const zstd = zstdCompressSync((HEADER + ROW).repeat(9_000), {
    params: { [constants.ZSTD_c_checksumFlag]: 1 },
  });
  const damaged = Uint8Array.from(zstd);
  damaged[damaged.length - 1]! ^= 1;
  const gzip = gzipSync(HEADER + ROW);
  const view =
    '{"user_id":"a","show_name":"b","watch_duration_minutes":5,"watch_date":"2024-01-01"}';
  const files = {
    "damaged.csv.zst": damaged,
    "cut.csv.gz": gzip.subarray(0, gzip.length - 3),
    "open.json": `[${view},${view},`,
  };
  await withFiles(files, async (etl, folder) => {
    for (const name of Object.keys(files)) {
      const { code, stderr } = await etl(name, "--out", "out/o.parquet");
      assert.equal(code, 2, stderr);
      assert.match(stderr, new RegExp(`^error: Cannot read ${name} as [^\\n]+\\n$`));
      assert.deepEqual([...Deno.readDirSync(join(folder, "out"))], []);
    }
  });
});

const NETFLIX =
  "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type," +
  "Bookmark,Latest Bookmark,Country\n" +
  'ann,2024-01-01 20:00:00,00:40:00,,"Lupin: Part 1: Chapter 1",,TV,00:40:00,00:40:00,FR (France)\n';
const EXPORT = {
  "ACCOUNT/AccountDetails.csv": "Email,Name\nx,y\n",
  "CONTENT_INTERACTION/SearchHistory.csv": "Profile Name,Country Iso Code,Query\nann,FR,dark\n",
  "CONTENT_INTERACTION/ViewingActivity.csv": NETFLIX,
  "Additional Information.pdf": "%PDF",
};

Deno.test("etl reads the export that Netflix sends: packed, on standard input, unpacked", () =>
  withFiles({
    "report.zip": makeZip(Object.entries(EXPORT).map(([name, content]) => ({ name, content }))),
    ...Object.fromEntries(Object.entries(EXPORT).map(([name, text]) => [`in/${name}`, text])),
  }, async (etl) => {
    for (const input of [["report.zip"], ["<", "report.zip"], ["in"], ["in", "report.zip"]]) {
      const { code, stdout, stderr } = await etl(...input, "--out", "o.parquet", "--json");
      assert.equal(code, 0, stderr);
      const { ledger, inputs, skipped } = JSON.parse(stdout);
      assert.deepEqual([ledger.accepted, ledger.quarantined], [1, 0]);
      const isFolder = input[0] === "in";
      assert.equal(inputs[0].format, isFolder ? "netflix" : "netflix.zip");
      if (!isFolder) assert.equal(inputs[0].member, "CONTENT_INTERACTION/ViewingActivity.csv");
      assert.deepEqual(
        skipped.map(({ path }: { readonly path: string }) => path.split("/").at(-1)),
        isFolder ? ["Additional Information.pdf", "AccountDetails.csv", "SearchHistory.csv"] : [],
      );
    }
  }));
