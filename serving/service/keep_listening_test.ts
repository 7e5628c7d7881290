// A port or host that cannot be had is told in one line, with the setting to change.

import assert from "node:assert/strict";
import { UsageError } from "../../domain/errors.ts";
import { keepListening } from "./keep_listening.ts";

const answer = () => new Response("ok");
const quiet = { onListen: () => {}, onFailure: () => {} };

Deno.test("keepListening() says that the port is taken, and by which setting to choose another", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  try {
    assert.throws(
      () => keepListening(answer, { hostname: "127.0.0.1", port, ...quiet }),
      (error) =>
        error instanceof UsageError &&
        error.message.includes(`PORT must be free: current value is 127.0.0.1:${port}`),
    );
  } finally {
    taken.close();
  }
  await keepListening(answer, { hostname: "127.0.0.1", port, ...quiet }).shutdown();
});

Deno.test("keepListening() names HOST when it is no address of this machine", () => {
  assert.throws(
    () => keepListening(answer, { hostname: "203.0.113.7", port: 0, ...quiet }),
    (error) => error instanceof UsageError && error.message.includes("HOST must be an address"),
  );
});

Deno.test("keepListening() lets all connections go before the last handles are taken, and listens on", async () => {
  const files = { open: 50, limit: 1_000 }, told: unknown[] = [], urls: number[] = [];
  const listening = keepListening(answer, {
    ...{ hostname: "127.0.0.1", port: 0, countFiles: () => files },
    onListen: ({ port }) => urls.push(port),
    onFailure: (error) => told.push(error),
  });
  const silent = await Deno.connect({ hostname: "127.0.0.1", port: urls[0]! });
  files.open = 980;
  assert.equal(await silent.read(new Uint8Array(1)).catch(() => null), null); // let go
  silent.close();
  files.open = 50;
  while (urls.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(await (await fetch(`http://127.0.0.1:${urls[1]}/`)).text(), "ok");
  assert.equal(told.length, 1);
  await listening.shutdown();
});
