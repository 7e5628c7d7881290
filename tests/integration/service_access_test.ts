// Who may write and ask, and what is done once: tokens, other origins, Idempotency-Key.

import assert from "node:assert/strict";
import { applied, post, statusOf, withService } from "../ask_service.ts";
import { startService } from "../start_service.ts";

const VIEWS = Array.from({ length: 10 }, (_, day) => ({
  ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 42 },
  watch_date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
}));

Deno.test("one Idempotency-Key is done once, also when the service was killed in between", async () => {
  const dataPath = await Deno.makeTempDir();
  try {
    const key = { "idempotency-key": "one" }, body = JSON.stringify(VIEWS);
    const before = await startService(dataPath);
    const first = await (await post(before, body, key)).json();
    before.kill("SIGKILL");
    await before.ended;
    const after = await startService(dataPath);
    const again = await post(after, body, key);
    assert.equal(again.headers.get("idempotent-replayed"), "true");
    assert.deepEqual(await again.json(), first);
    assert.equal((await statusOf(post(after, "{}", key))).status, 422);
    await applied(after);
    const ledger = await (await fetch(`${after.url}api/ledger`)).json();
    assert.deepEqual([ledger.read, ledger.duplicate], [VIEWS.length, 0]);
    after.kill("SIGTERM");
    await after.ended;
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("beyond loopback writing needs the token, and reading does not", async () => {
  const token = "s3cret";
  await withService(async (service) => {
    const refused = await statusOf(post(service, "{}"));
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get("www-authenticate")!, /^Bearer/);
    for (const wrong of ["Bearer s3cre", "Bearer s3cret2", "s3cret", "Basic s3cret"]) {
      const answer = await statusOf(post(service, "{}", { authorization: wrong }));
      assert.equal(answer.status, 401, wrong);
    }
    const allowed = { authorization: `Bearer ${token}` };
    assert.equal((await statusOf(post(service, JSON.stringify(VIEWS), allowed))).status, 202);
    assert.equal((await statusOf(fetch(`${service.url}api/overview`))).status, 200);
  }, { HOST: "0.0.0.0", PLAYHEAD_TOKEN: token });
});

Deno.test("pages of other origins may ask and write only when CORS_ORIGINS names them", async () => {
  const origin = "https://a.example";
  await withService(async (service) => {
    const asked = await statusOf(
      fetch(`${service.url}api/events`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type, idempotency-key",
        },
      }),
    );
    assert.equal(asked.status, 204);
    assert.equal(asked.headers.get("access-control-allow-origin"), origin);
    assert.match(asked.headers.get("access-control-allow-methods")!, /POST/);
    assert.match(asked.headers.get("access-control-allow-headers")!, /idempotency-key/i);
    const written = await statusOf(post(service, JSON.stringify(VIEWS), { origin }));
    assert.deepEqual(
      [written.status, written.headers.get("access-control-allow-origin")],
      [202, origin],
    );
    const problem = await statusOf(
      fetch(`${service.url}api/overview?from=x`, { headers: { origin } }),
    );
    assert.equal(problem.headers.get("access-control-allow-origin"), origin);
    const live = await statusOf(fetch(`${service.url}api/live`, { headers: { origin } }));
    assert.deepEqual(
      [live.status, live.headers.get("access-control-allow-origin")],
      [200, origin],
    );
    const other = { origin: "https://b.example" };
    assert.equal((await statusOf(post(service, "{}", other))).status, 403);
    const read = await statusOf(fetch(`${service.url}api/overview`, { headers: other }));
    assert.equal(read.headers.get("access-control-allow-origin"), null);
  }, { CORS_ORIGINS: origin });
});

Deno.test("on loopback a name that was pointed at this machine reads nothing", async () => {
  await withService(async ({ url }) => {
    const { hostname, port, host } = new URL(url);
    const ask = async (path: string, name: string): Promise<string> => {
      using connection = await Deno.connect({ hostname, port: Number(port) });
      const request = `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`;
      await connection.write(new TextEncoder().encode(request));
      return await new Response(connection.readable).text();
    };
    for (const path of ["/", "/api/overview", "/metrics", "/api/live"]) {
      const answer = await ask(path, `evil.example:${port}`);
      assert.match(answer, /^HTTP\/1\.1 421 /, path);
      assert.match(answer, /urn:playhead:problem:misdirected/, path);
    }
    assert.match(await ask("/api/overview", host), /^HTTP\/1\.1 200 /);
  });
});

Deno.test("a token that is set counts on loopback too, and guesses of it are slowed down", async () => {
  await withService(async (service) => {
    assert.equal((await statusOf(post(service, "{}"))).status, 401);
    const statuses: number[] = [];
    for (let n = 0; n < 40; n++) {
      const guess = { authorization: `Bearer guess${n}` };
      statuses.push((await statusOf(post(service, "{}", guess))).status);
    }
    assert.deepEqual([...new Set(statuses)].sort(), [401, 429]);
    assert.ok(statuses.filter((status) => status === 401).length < 30);
    const metrics = await (await fetch(`${service.url}metrics`)).text();
    const told = Number(/^playhead_tokens_refused_total (\d+)$/m.exec(metrics)![1]);
    assert.equal(told, statuses.filter((status) => status === 401).length);
  }, { PLAYHEAD_TOKEN: "s3cret" });
});
