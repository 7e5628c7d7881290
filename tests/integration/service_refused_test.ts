// Damaged files in the watched folder and handed in: refused with a reason that is shown; the service lives on.

import assert from "node:assert/strict";
import { join } from "node:path";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { makeZip } from "../make_zip.ts";
import { type StartedService, startService } from "../start_service.ts";

const CSV = "user_id,show_name,watch_duration_minutes,watch_date\nann,Dark,42,2026-01-01\n";
const WITHIN_MS = 30_000;

/** Long enough for the decoder to be in the middle when it finds the checksum wrong. */
function damagedZstd(): Uint8Array {
  const packed = zstdCompressSync(CSV.repeat(9_000), {
    params: { [constants.ZSTD_c_checksumFlag]: 1 },
  });
  packed[packed.length - 1]! ^= 1;
  return packed;
}

interface Refused {
  readonly path: string;
  readonly reason: string;
}

async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    assert.ok(performance.now() < deadline, JSON.stringify(seen));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const refusedFiles = ({ url }: StartedService) => async (): Promise<readonly Refused[]> =>
  (await (await fetch(`${url}api/runs`)).json()).refused_files;

async function stop(service: StartedService): Promise<void> {
  service.kill("SIGTERM");
  assert.equal(await service.ended, 0);
}

Deno.test("damaged files in the watched folder are set aside, shown, and read again when mended", async () => {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-refused-" });
  const raw = join(dataPath, "raw");
  await Deno.mkdir(raw);
  const gzip = gzipSync(CSV), zip = makeZip([{ name: "views.csv", content: CSV, crc: 1 }]);
  await Deno.writeFile(join(raw, "a.csv.zst"), damagedZstd());
  await Deno.writeFile(join(raw, "b.csv.gz"), gzip.subarray(0, gzip.length - 4));
  await Deno.writeFile(join(raw, "c.zip"), zip);
  let service = await startService(dataPath);
  try {
    const told = await until(refusedFiles(service), (files) => files.length === 3);
    for (const { path, reason } of told) {
      assert.ok(reason.startsWith(`Cannot read ${path} as `), reason);
    }
    await stop(service);
    service = await startService(dataPath);
    const again = await until(refusedFiles(service), (files) => files.length === 3);
    assert.deepEqual(again, told);
    const page = await (await fetch(`${service.url}runs`)).text();
    assert.match(page, /Files that were refused[^]*a\.csv\.zst/);
    await Deno.writeFile(join(raw, "c.zip"), makeZip([{ name: "views.csv", content: CSV }]));
    await until(refusedFiles(service), (files) => files.length === 2);
    await until(
      async () => (await (await fetch(`${service.url}api/ledger`)).json()).accepted,
      (accepted) => accepted === 1,
    );
    await stop(service);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("a damaged file that is handed in is refused with a reason", async () => {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-refused-" });
  const service = await startService(dataPath);
  try {
    const imports = `${service.url}api/imports`;
    const body = damagedZstd() as Uint8Array<ArrayBuffer>;
    const taken = await fetch(`${imports}?name=views.csv.zst`, { method: "POST", body });
    assert.equal(taken.status, 201);
    const { id } = await taken.json();
    const state = await until(
      async () => await (await fetch(`${imports}/${id}`)).json(),
      ({ stage }) => stage !== "reading",
    );
    assert.equal(state.stage, "refused");
    assert.match(state.problem, /^Cannot read views\.csv\.zst as zstd: [^\n]*checksum/);
    assert.equal(
      (await fetch(`${service.url}healthz`).then((r) => (r.body?.cancel(), r))).status,
      200,
    );
    await stop(service);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});
