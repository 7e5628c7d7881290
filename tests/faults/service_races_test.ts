// Several changes of one thing in one moment: one wins, the others are told, and files stay whole.

import assert from "node:assert/strict";
import { join } from "node:path";
import { applied, withService } from "../ask_service.ts";
import type { StartedService } from "../start_service.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";

async function send({ url }: StartedService, path: string, body: string) {
  const answer = await fetch(url + path, { method: "POST", body });
  return { status: answer.status, told: await answer.json() };
}

async function read({ url }: StartedService, path: string) {
  return await (await fetch(url + path)).json();
}

async function untilEnded(service: StartedService, id: string, stages: readonly string[]) {
  for (let tries = 0; tries < 1_500; tries++) {
    const found = await read(service, `api/imports/${id}`);
    if (!stages.includes(found.stage)) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`import ${id} does not end`);
}

Deno.test("four files of one name published at once are all counted, and one published twice once", async () => {
  await withService(async (service) => {
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) {
      const rows = Array.from({ length: 10 }, (_, row) => `r${n}_${row},S,10,2026-01-01\n`);
      const { told } = await send(service, "api/imports?name=race.csv", HEADER + rows.join(""));
      ids.push(told.id);
    }
    for (const id of ids) await untilEnded(service, id, ["reading"]);
    const published = await Promise.all(
      [...ids, ids[0]!].map((id) => send(service, `api/imports/${id}/publish`, "")),
    );
    assert.deepEqual(published.map(({ status }) => status).sort(), [202, 202, 202, 202, 409]);
    const sources = published.flatMap(({ status, told }) => status === 202 ? [told.source] : []);
    assert.equal(new Set(sources).size, 4);
    for (const id of ids) {
      const { stage, sent } = await untilEnded(service, id, ["publishing"]);
      assert.deepEqual([stage, sent], ["published", 10]);
    }
    await applied(service);
    const { read: rows, accepted } = await read(service, "api/ledger");
    assert.deepEqual([rows, accepted], [40, 40]);
  });
});

Deno.test("limits and repairs saved at once: one wins or as many as may be, and no file is broken", async () => {
  const folder = await Deno.makeTempDir(), path = join(folder, "contract.yaml");
  await Deno.copyFile(new URL("../../contract.yaml", import.meta.url), path);
  try {
    await withService(async (service) => {
      const { version, expectations } = await read(service, "api/contract");
      const changed = expectations.filter((one: { limit: { bound?: number } }) =>
        one.limit.bound !== undefined
      ).slice(0, 4);
      const saved = await Promise.all(changed.map(
        ({ id, limit }: { id: string; limit: { bound: number } }) =>
          send(
            service,
            "api/contract/limit",
            JSON.stringify({ id, version, bounds: [limit.bound + 0.0123456789] }),
          ),
      ));
      assert.deepEqual(saved.map(({ status }) => status).sort(), [200, 409, 409, 409]);
      assert.notEqual((await read(service, "api/contract")).version, version);

      const select = {}, repair = { steps: [] };
      const statuses = new Map<number, number>();
      for (let at = 0; at < 130; at += 26) { // no more a second may write
        const some = await Promise.all(
          Array.from({ length: 26 }, (_, n) =>
            send(
              service,
              "api/quarantine/repairs",
              JSON.stringify({ name: `n${at + n}`, select, repair }),
            )),
        );
        for (const { status } of some) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      assert.deepEqual([...statuses].sort(), [[200, 100], [409, 30]]);
      assert.equal((await read(service, "api/quarantine/repairs")).repairs.length, 100);
    }, { DATA_CONTRACT_PATH: path });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
