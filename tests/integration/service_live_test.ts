// `/live?since=` of another store: a data folder that was made anew counts its commits from a higher number.

import assert from "node:assert/strict";
import { applied, post } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";

interface Message {
  readonly kind: string;
  readonly seq: number;
  readonly since?: number;
}

/** The first message to who listens. */
function firstMessage({ url }: StartedService, query = ""): Promise<Message> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http:", "ws:")}live${query}`);
    socket.onerror = () => reject(new Error("no connection"));
    socket.onmessage = ({ data }) => {
      socket.close();
      resolve(JSON.parse(data));
    };
  });
}

async function send(service: StartedService, count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const row = {
      ...{ user_id: `u${at}`, show_name: "Dark", watch_duration_minutes: 30 },
      watch_date: new Date(Date.UTC(2026, 0, 1 + at)),
    };
    const answer = await post(service, JSON.stringify(row));
    assert.equal(answer.status, 202);
    await answer.body?.cancel();
    await applied(service);
  }
}

Deno.test("whoever listened to a store that is gone begins anew with the next one", async () => {
  const dataPath = await Deno.makeTempDir();
  try {
    let service = await startService(dataPath);
    await send(service, 3);
    const { seq } = await firstMessage(service);
    service.kill("SIGTERM");
    await service.ended;
    await Deno.remove(dataPath, { recursive: true });
    service = await startService(dataPath);
    await send(service, 5);
    const message = await firstMessage(service, `?since=${seq}`);
    assert.equal(message.kind, "snapshot");
    assert.ok(message.seq > seq);
    // Who listened to this store goes on.
    await send(service, 7);
    const resumed = await firstMessage(service, `?since=${message.seq}`);
    assert.deepEqual([resumed.kind, resumed.since], ["delta", message.seq]);
    service.kill("SIGTERM");
    await service.ended;
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});
