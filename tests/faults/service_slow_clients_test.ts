// A thousand clients that never end their requests: everybody else is answered, and live listeners stay.

import assert from "node:assert/strict";
import { applied, post, statusOf, withService } from "../ask_service.ts";

const CLIENTS = 1_000, ROUNDS = 20;
const VIEW = JSON.stringify({
  ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 42 },
  watch_date: "2026-01-01T20:00:00Z",
});
/** Nothing at all; a head that does not end; a body that does not. */
const OPENINGS = [
  "",
  "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
  `POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${VIEW.length}\r\n\r\n{`,
];

async function openSlowly(url: string): Promise<readonly Deno.Conn[]> {
  const { hostname, port } = new URL(url), text = new TextEncoder();
  return await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
    const connection = await Deno.connect({ hostname, port: Number(port) });
    await connection.write(text.encode(OPENINGS[client % OPENINGS.length]!));
    return connection;
  }));
}

/** One byte more of each request that was begun. */
async function drip(connections: readonly Deno.Conn[]): Promise<void> {
  const byte = new TextEncoder().encode(" ");
  await Promise.all(connections.map(async (connection, client) => {
    if (OPENINGS[client % OPENINGS.length] !== "") await connection.write(byte);
  }));
}

Deno.test("a thousand clients that never end their requests stop no other one", async () => {
  await withService(async (service) => {
    const socket = new WebSocket(`${service.url.replace("http", "ws")}live`);
    await new Promise((resolve) => socket.onopen = resolve);
    const connections = await openSlowly(service.url);
    for (let round = 0; round < ROUNDS; round++) {
      await drip(connections);
      const health = statusOf(fetch(`${service.url}healthz`));
      const taken = statusOf(post(service, VIEW.replace("ann", `ann-${round}`)));
      assert.deepEqual([(await health).status, (await taken).status], [200, 202]);
    }
    await applied(service);
    const { accepted } = await (await fetch(`${service.url}api/ledger`)).json();
    assert.equal(accepted, ROUNDS);
    assert.equal(socket.readyState, WebSocket.OPEN);
    for (const connection of connections) connection.close();
    const closed = new Promise((resolve) => socket.onclose = resolve);
    socket.close();
    await closed;
  });
});
