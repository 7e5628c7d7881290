// The service is killed under load and started again: nothing acknowledged is lost, the ledger balances.

import assert from "node:assert/strict";
import { type StartedService, startService } from "../start_service.ts";

const KILLS = 3;
const LOAD_MS = 700;

/** Sends batches of rows, all different, until the service goes; the rows that were acknowledged. */
async function load({ url }: StartedService, round: number, sender: number): Promise<number> {
  let acknowledged = 0;
  for (let batch = 0;; batch++) {
    const rows = Array.from({ length: 20 }, (_, row) => ({
      user_id: `u${sender}`,
      show_name: `show ${row % 5}`,
      watch_duration_minutes: row === 0 ? 0 : 5, // one of them breaks a rule
      watch_date: new Date(Date.UTC(2026, 0, 1) + (round * 1e6 + batch * 20 + row) * 60_000),
    }));
    try {
      const answer = await fetch(`${url}api/events`, {
        method: "POST",
        body: JSON.stringify(rows),
      });
      await answer.body?.cancel();
      if (answer.status === 202) acknowledged += rows.length;
      else assert.equal(answer.status, 429);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return acknowledged; // it was killed
    }
  }
}

async function applied({ url }: StartedService) {
  for (let tries = 0; tries < 500; tries++) {
    const ledger = await (await fetch(`${url}api/ledger`)).json();
    assert.ok(ledger.balanced);
    if (ledger.pending === 0) return ledger;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the consumer does not catch up");
}

Deno.test("a service killed under load loses nothing that it acknowledged, and its ledger balances", async () => {
  const dataPath = await Deno.makeTempDir();
  try {
    let acknowledged = 0;
    for (let round = 0; round < KILLS; round++) {
      const service = await startService(dataPath);
      const senders = [0, 1, 2].map((sender) => load(service, round, sender));
      await new Promise((resolve) => setTimeout(resolve, LOAD_MS));
      service.kill("SIGKILL");
      for (const rows of await Promise.all(senders)) acknowledged += rows;
      await service.ended;
    }
    const service = await startService(dataPath);
    const ledger = await applied(service);
    const { topics } = await (await fetch(`${service.url}api/stream/topics`)).json();
    const inLog = topics.find(({ topic }: { topic: string }) => topic === "watch.events").records;
    service.kill("SIGTERM");
    assert.equal(await service.ended, 0); // it ends in order
    assert.ok(acknowledged > 0);
    assert.ok(ledger.read >= acknowledged, `${ledger.read} read, ${acknowledged} acknowledged`);
    assert.equal(ledger.read, inLog); // each record once, whatever was killed
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});
