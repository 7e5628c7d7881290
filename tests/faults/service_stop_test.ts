// SIGTERM under load: the service stops in order and in time, and nothing that it acknowledged is lost.

import assert from "node:assert/strict";
import { join } from "node:path";
import { applied } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";

const LOAD_MS = 1_000;
const FILE_ROWS = 200_000;

function rowsOf(sender: number, batch: number): string {
  return JSON.stringify(Array.from({ length: 50 }, (_, row) => ({
    ...{ user_id: `u${sender}`, show_name: `show ${row % 5}`, watch_duration_minutes: 5 },
    watch_date: new Date(Date.UTC(2026, 0, 1) + (batch * 50 + row) * 60_000),
  })));
}

/** Sends until the service goes; the rows that were acknowledged. */
async function send({ url }: StartedService, sender: number): Promise<number> {
  let acknowledged = 0;
  for (let batch = 0;; batch++) {
    try {
      const answer = await fetch(`${url}api/events`, {
        ...{ method: "POST", body: rowsOf(sender, batch) },
      });
      await answer.body?.cancel();
      if (answer.status === 202) acknowledged += 50;
      else assert.ok([429, 503].includes(answer.status), `${answer.status}`);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return acknowledged; // it takes no more
    }
  }
}

/** Resolves with how it was told that the service goes. */
function listen({ url }: StartedService): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace("http:", "ws:") + "live");
    socket.onclose = ({ code }) => resolve(code);
  });
}

/** Clients that never finish: a half header, a half body, and one that listens to events for ever. */
async function dawdle({ url }: StartedService): Promise<readonly Deno.Conn[]> {
  const { hostname, port } = new URL(url), head = "HTTP/1.1\r\nHost: localhost\r\n";
  const texts = [
    `GET / ${head}X-Slow: `,
    `POST /api/events ${head}Content-Length: 100\r\n\r\n{`,
    `GET /api/live ${head}\r\n`,
  ];
  return await Promise.all(texts.map(async (text) => {
    const connection = await Deno.connect({ hostname, port: Number(port) });
    await connection.write(new TextEncoder().encode(text));
    return connection;
  }));
}

/** A file that the ETL is busy with when the signal comes. */
async function dropFile(dataPath: string): Promise<void> {
  const rows = ["user_id,show_name,watch_duration_minutes,watch_date"];
  for (let row = 0; row < FILE_ROWS; row++) {
    const date = new Date(Date.UTC(2025, 0, 1) + row * 60_000).toISOString();
    rows.push(`f${row % 1_000},film ${row % 300},${1 + row % 90},${date}`);
  }
  await Deno.mkdir(join(dataPath, "raw"), { recursive: true });
  await Deno.writeTextFile(join(dataPath, "raw", "large.csv"), rows.join("\n") + "\n");
}

Deno.test("SIGTERM under load ends the service in order within 10 s, with all it acknowledged", async () => {
  const dataPath = await Deno.makeTempDir();
  try {
    const service = await startService(dataPath);
    await dropFile(dataPath);
    const listening = Array.from({ length: 20 }, () => listen(service));
    const dawdling = await dawdle(service);
    const sending = [0, 1, 2].map((sender) => send(service, sender));
    await new Promise((resolve) => setTimeout(resolve, LOAD_MS));
    service.kill("SIGTERM");
    assert.equal(await service.ended, 0); // 1 when it takes more than 10 s
    for (const connection of dawdling) connection.close();
    const acknowledged = (await Promise.all(sending)).reduce((sum, rows) => sum + rows, 0);
    for (const code of await Promise.all(listening)) assert.equal(code, 1001); // it goes away
    assert.ok(acknowledged > 0);

    const again = await startService(dataPath, { RAW_DATA_PATH: join(dataPath, "none", "x.csv") });
    await applied(again);
    const { sources } = await (await fetch(`${again.url}api/ledger`)).json();
    const http = sources.find(({ source }: { source: string }) => source === "http");
    assert.ok(http.read >= acknowledged, `${http.read} read, ${acknowledged} acknowledged`);
    again.kill("SIGTERM");
    assert.equal(await again.ended, 0);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});
