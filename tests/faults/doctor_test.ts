// Files of the data folder are damaged: the service names them, and the doctor mends them without losing a row
// that can be had.

import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { applied, post } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";

const ROWS = 50, COMMITS = 4;

function rowsOf(commit: number): string {
  return JSON.stringify(Array.from({ length: ROWS }, (_, row) => ({
    ...{ user_id: `u${row % 9}`, show_name: `S${commit}`, watch_duration_minutes: 5 },
    watch_date: new Date(Date.UTC(2025, 0, 1) + (commit * ROWS + row) * 3_600_000),
  })));
}

async function doctor(
  dataPath: string,
  { flags = [], env = {} }: {
    readonly flags?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  } = {},
) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "doctor", ...flags],
    env: { PLAYHEAD_DATA: dataPath, NO_COLOR: "1", ...env },
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.doesNotMatch(text, /^ {4}at /m);
  return { code, text };
}

async function stop(service: StartedService): Promise<void> {
  service.kill("SIGTERM");
  assert.equal(await service.ended, 0);
}

async function ledgerOf({ url }: StartedService) {
  return await (await fetch(`${url}api/ledger`)).json();
}

async function ledgerAfter(dataPath: string) {
  const service = await startService(dataPath);
  await applied(service);
  const ledger = await ledgerOf(service);
  await stop(service);
  return ledger;
}

/** A folder with some commits, whole at first. */
async function withData(work: (dataPath: string) => Promise<void>): Promise<void> {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-doctor-" });
  try {
    const service = await startService(dataPath);
    for (let commit = 0; commit < COMMITS; commit++) {
      const answer = await post(service, rowsOf(commit));
      await answer.body?.cancel();
      assert.equal(answer.status, 202);
    }
    await applied(service);
    await stop(service);
    await work(dataPath);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
}

Deno.test("the doctor sets damaged JSON files aside, and finds nothing wrong after that", async () => {
  await withData(async (dataPath) => {
    const names = ["catalog.json", "picked_up.json", "sample.json", "repairs.json"];
    for (const name of names) await Deno.writeTextFile(join(dataPath, name), '{"shows":');
    const found = await doctor(dataPath);
    assert.equal(found.code, 1);
    for (const name of names) assert.match(found.text, new RegExp(`${name} cannot be read`));
    assert.equal((await doctor(dataPath, { flags: ["--repair"] })).code, 0);
    assert.equal((await doctor(dataPath)).code, 0);
    const kept = [...Deno.readDirSync(dataPath)].filter(({ name }) => name.includes(".damaged-"));
    assert.equal(kept.length, names.length);
    assert.equal((await ledgerAfter(dataPath)).accepted, ROWS * COMMITS);
  });
});

Deno.test("a damaged catalog is named, what is stored is shown, and nothing is taken in meanwhile", async () => {
  await withData(async (dataPath) => {
    await Deno.writeTextFile(join(dataPath, "catalog.json"), "{");
    const service = await startService(dataPath, {}, { awaitReady: false });
    let ready = "";
    for (let tries = 0; tries < 250 && !ready.includes("catalog.json"); tries++) {
      ready = await (await fetch(`${service.url}readyz`)).text();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.match(ready, /catalog\.json[^"]*doctor --repair/);
    assert.equal((await ledgerOf(service)).accepted, ROWS * COMMITS);
    const refused = await post(service, rowsOf(9));
    assert.equal(refused.status, 503);
    assert.match(await refused.text(), /Nothing was taken in\. [^"]*catalog\.json/);
    await stop(service);
    assert.equal((await doctor(dataPath, { flags: ["--repair"] })).code, 0);
    assert.equal((await ledgerAfter(dataPath)).read, ROWS * COMMITS);
  });
});

Deno.test("a damaged store is set aside and made anew of the log, with every row", async () => {
  await withData(async (dataPath) => {
    const path = join(dataPath, "store.db");
    {
      const db = new DatabaseSync(path); // what lies in the WAL would hide the damage
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      db.close();
    }
    const bytes = await Deno.readFile(path);
    bytes.fill(0x55, 8_192);
    await Deno.writeFile(path, bytes);
    const found = await doctor(dataPath);
    assert.equal(found.code, 1);
    assert.match(found.text, /store\.db is damaged/);
    assert.equal((await doctor(dataPath, { flags: ["--repair"] })).code, 0);
    const { read, accepted, missing, balanced } = await ledgerAfter(dataPath);
    assert.deepEqual([read, accepted, missing, balanced], [
      ...[ROWS * COMMITS, ROWS * COMMITS, 0, true],
    ]);
  });
});

Deno.test("damaged records of the log are given up only when that is asked for, and told as missing", async () => {
  await withData(async (dataPath) => {
    const path = join(dataPath, "log", "log.db");
    {
      const db = new DatabaseSync(path);
      db.exec(
        "UPDATE batches SET data = substr(data, 1, 10) || x'ff' || substr(data, 12) WHERE id = 2",
      );
      db.close();
    }
    const found = await doctor(dataPath);
    assert.equal(found.code, 1);
    const [, from, to] = /offsets (\d+) to (\d+)/.exec(found.text)!.map(Number);
    const repaired = await doctor(dataPath, { flags: ["--repair"] });
    assert.equal(repaired.code, 0, repaired.text);
    // The store has them: nothing is missing.
    const before = await ledgerAfter(dataPath);
    assert.deepEqual([before.read, before.missing], [ROWS * COMMITS, 0]);
    // One that is made anew of the log has them no more, and says so.
    for (const suffix of ["", "-wal", "-shm"]) {
      await Deno.remove(join(dataPath, `store.db${suffix}`)).catch(() => {});
    }
    const after = await ledgerAfter(dataPath), lost = to! - from! + 1;
    assert.deepEqual([after.read, after.missing, after.balanced], [
      ...[ROWS * COMMITS - lost, lost, true],
    ]);
    assert.ok([...Deno.readDirSync(join(dataPath, "backups"))].length > 0); // as it was
  });
});

Deno.test("a store that a newer version wrote is refused in one line, and left as it is", async () => {
  await withData(async (dataPath) => {
    const path = join(dataPath, "store.db");
    const db = new DatabaseSync(path);
    db.exec(
      "UPDATE meta SET value = '99' WHERE key = 'schema_version'; PRAGMA wal_checkpoint(TRUNCATE)",
    );
    db.close();
    for (const task of ["doctor", "consume"]) {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["task", "-q", task],
        env: { PLAYHEAD_DATA: dataPath, NO_COLOR: "1" },
      }).output();
      const text = new TextDecoder().decode(stderr);
      assert.equal(code, 2, text);
      assert.match(text, /^error: [^\n]*store\.db[^\n]*newer Playhead[^\n]*\n$/);
    }
    const again = new DatabaseSync(path, { readOnly: true });
    assert.equal(
      again.prepare("SELECT value FROM meta WHERE key = 'schema_version'").get()!.value,
      "99",
    );
    again.close();
  });
});

Deno.test("damaged pages of the log are found, and without the log the store goes on with what it has", async () => {
  await withData(async (dataPath) => {
    const path = join(dataPath, "log", "log.db");
    {
      const db = new DatabaseSync(path);
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      db.close();
    }
    const bytes = await Deno.readFile(path);
    bytes.fill(0x55, 8_192);
    await Deno.writeFile(path, bytes);
    const found = await doctor(dataPath, { flags: ["--repair"] });
    assert.equal(found.code, 1);
    assert.match(found.text, /log\.db is damaged[^]*Put a copy of it back[^]*--accept-log/);
    await Deno.rename(join(dataPath, "log"), join(dataPath, "log.damaged"));
    const accepted = await doctor(dataPath, { flags: ["--accept-log"] });
    assert.equal(accepted.code, 0, accepted.text);
    assert.equal((await ledgerAfter(dataPath)).accepted, ROWS * COMMITS);
    assert.equal((await doctor(dataPath)).code, 0);
  });
});

Deno.test("the doctor names a contract that cannot be read, and where", async () => {
  await withData(async (dataPath) => {
    const path = join(dataPath, "contract.yaml");
    const ask = () => doctor(dataPath, { env: { DATA_CONTRACT_PATH: path } });
    await Deno.copyFile(new URL("../../contract.yaml", import.meta.url), path);
    assert.equal((await ask()).code, 0);
    await Deno.writeTextFile(path, "kind: DataContract\nschema: [\n");
    const broken = await ask();
    assert.equal(broken.code, 1);
    assert.match(broken.text, /contract\.yaml[^]*Mend what is named there/);
    await Deno.remove(path);
    assert.match((await ask()).text, /contract\.yaml[^]*there is no such file/);
  });
});

Deno.test("the doctor names raw files that runs read and that are gone or damaged, until they are back", async () => {
  await withData(async (dataPath) => {
    const path = join(dataPath, "raw", "watch_logs.csv");
    await Deno.mkdir(join(dataPath, "raw"));
    const header = "user_id,show_name,watch_duration_minutes,watch_date\n";
    const text = `${header}ann,Dark,42,2026-01-01T20:00:00Z\n`;
    await Deno.writeTextFile(path, text);
    const longAgo = new Date("2026-01-02");
    await Deno.utime(path, longAgo, longAgo);
    const service = await startService(dataPath);
    while ((await ledgerOf(service)).accepted <= ROWS * COMMITS) await applied(service);
    await stop(service);
    assert.equal((await doctor(dataPath)).code, 0);
    await Deno.writeTextFile(path, text.replace("42", "43"));
    await Deno.utime(path, longAgo, longAgo); // nobody changed it: the disk did
    assert.match(
      (await doctor(dataPath)).text,
      /watch_logs\.csv[^]*other bytes[^]*copy of it back/,
    );
    await Deno.remove(path);
    const gone = await doctor(dataPath);
    assert.equal(gone.code, 1);
    assert.match(gone.text, /watch_logs\.csv[^]*is gone[^]*take the import back/);
    await Deno.writeTextFile(path, text);
    assert.equal((await doctor(dataPath)).code, 0);
  });
});
