// Clients that take every file handle: the service lets all connections go and listens on.

import assert from "node:assert/strict";
import { post, statusOf } from "../ask_service.ts";
import { startService } from "../start_service.ts";

const HANDLES = 150;
const VIEW = JSON.stringify({
  ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 42 },
  watch_date: "2026-01-01T20:00:00Z",
});

async function connectUntilRefused(url: string): Promise<readonly Deno.Conn[]> {
  const { hostname, port } = new URL(url), connections: Deno.Conn[] = [];
  const half = new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  for (let i = 0; i < 2 * HANDLES; i++) {
    try {
      const connection = await Deno.connect({ hostname, port: Number(port) });
      connections.push(connection);
      await connection.write(half);
    } catch {
      break; // refused, or reset
    }
  }
  return connections;
}

Deno.test("clients that take every file handle are let go, and the service listens on", async () => {
  const dataPath = await Deno.makeTempDir();
  const service = await startService(dataPath, {}, { openFiles: HANDLES });
  try {
    const connections = await connectUntilRefused(service.url);
    assert.ok(connections.length < 2 * HANDLES, "handles did not run out");
    const deadline = performance.now() + 20_000;
    for (let status = 0; status !== 202;) { // the greedy clients are still there
      status = await statusOf(post(service, VIEW)).then((answer) => answer.status, () => 0);
      assert.ok(performance.now() < deadline, "the service does not come back");
    }
    for (const connection of connections) connection.close();
  } finally {
    service.kill("SIGTERM");
    assert.equal(await service.ended, 0);
    await Deno.remove(dataPath, { recursive: true });
  }
});
