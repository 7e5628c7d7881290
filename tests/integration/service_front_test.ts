// The pages alone by `deno serve`, with the pipeline in another process: what each answers, and what is
// shown while the pipeline is away.

import assert from "node:assert/strict";
import { startFront } from "../start_front.ts";
import { type StartedService, startService } from "../start_service.ts";

const ROOT = new URL("../../", import.meta.url);
const VIEW = {
  ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 42 },
  watch_date: "2026-01-01T20:00:00Z",
};

/** The first messages of a kind each, or null when the socket closes before. */
function listen(
  url: string,
  count: number,
): Promise<readonly { kind: string; seq: number }[] | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace("http:", "ws:") + "live");
    const messages: { kind: string; seq: number }[] = [];
    socket.onmessage = ({ data }) => {
      messages.push(JSON.parse(data));
      if (messages.length === count) socket.close();
    };
    socket.onclose = () => resolve(messages.length === count ? messages : null);
  });
}

async function post(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${url}api/events`, {
    ...{ method: "POST", headers, body: JSON.stringify(VIEW) },
  });
  return { status: answer.status, body: await answer.json() };
}

async function withPipeline(
  work: (service: StartedService) => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const dataPath = await Deno.makeTempDir();
  const service = await startService(dataPath, environment);
  try {
    await work(service);
  } finally {
    service.kill("SIGTERM");
    await service.ended;
    await Deno.remove(dataPath, { recursive: true });
  }
}

Deno.test("a front end alone serves pages and assets, and takes API and live stream from the pipeline", async () => {
  await withPipeline(async (service) => {
    await using front = await startFront(service.url);
    const heard = listen(front.url, 2);
    assert.equal((await post(front.url)).status, 202);
    const [snapshot, delta] = (await heard)!;
    assert.deepEqual([snapshot!.kind, delta!.kind], ["snapshot", "delta"]);

    const page = await fetch(front.url);
    const html = await page.text();
    assert.equal(page.status, 200);
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
    assert.match(html, /Dark/); // rendered here, from what the pipeline tells
    const script = /"(\/_fresh\/js\/[^"]+\.js)"/.exec(html)![1]!;
    const asset = await fetch(new URL(script, front.url));
    assert.equal(asset.status, 200);
    assert.match(asset.headers.get("cache-control")!, /immutable/);
    await asset.body?.cancel();

    for (const path of ["api/overview", "openapi.json", "api/shows?format=csv"]) {
      const near = await fetch(front.url + path), far = await fetch(service.url + path);
      assert.equal(await near.text(), await far.text(), path);
      assert.equal(near.headers.get("etag"), far.headers.get("etag"), path);
    }
    const problem = await fetch(`${front.url}api/overview?from=x`);
    assert.equal(problem.status, 400);
    assert.equal(problem.headers.get("content-type"), "application/problem+json");
    await problem.body?.cancel();
    const events = await fetch(`${front.url}api/live`);
    const reader = events.body!.getReader();
    assert.match(new TextDecoder().decode((await reader.read()).value), /^id: \d+\ndata: \{"kind"/);
    await reader.cancel();
  });
});

Deno.test("a front end lets pages of other origins neither write nor listen", async () => {
  await withPipeline(async (service) => {
    await using front = await startFront(service.url);
    assert.equal((await post(front.url, { origin: "https://evil.example" })).status, 403);
    assert.equal((await post(front.url, { origin: new URL(front.url).origin })).status, 202);
  });
});

Deno.test("a front end whose pipeline is away says so, and goes on when it is back", async () => {
  const port = freePort();
  await using front = await startFront(`http://127.0.0.1:${port}/`);
  const page = await fetch(front.url);
  assert.equal(page.status, 503);
  const html = await page.text();
  assert.match(html, /The pipeline does not answer/);
  assert.ok(!html.includes(`:${port}`)); // where it would be is not for everybody
  const api = await fetch(`${front.url}api/overview`);
  assert.deepEqual([api.status, api.headers.get("retry-after")], [502, "2"]);
  assert.equal((await api.json()).type, "urn:playhead:problem:no-pipeline");
  assert.equal(await listen(front.url, 1), null);
  const asset = await fetch(`${front.url}icon.svg`);
  assert.equal(asset.status, 200);
  await asset.body?.cancel();
  await withPipeline(async () => {
    const back = await fetch(front.url);
    assert.equal(back.status, 200);
    await back.body?.cancel();
    assert.equal((await listen(front.url, 1))?.length, 1);
  }, { PORT: `${port}` });
});

/** The status of a request as its bytes are, whatever a client would make of them. */
async function statusOfRaw(url: string, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(url), body = JSON.stringify(VIEW);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `POST ${path} HTTP/1.1\r\n${lines}Content-Length: ${body.length}\r\n`;
  await connection.write(new TextEncoder().encode(`${head}Connection: close\r\n\r\n${body}`));
  const answer = await new Response(connection.readable).text();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

Deno.test("a front end passes writes on under its own names alone, and with the token where it is set", async () => {
  await withPipeline(async (service) => {
    await using front = await startFront(service.url);
    const events = "/api/events", evil = "evil.example";
    assert.equal(await statusOfRaw(front.url, events, { Host: "localhost" }), 202);
    assert.equal(await statusOfRaw(front.url, events, { Host: evil }), 421);
    const rebound = { Host: evil, Origin: `http://${evil}` };
    assert.equal(await statusOfRaw(front.url, events, rebound), 421);
    assert.equal(await statusOfRaw(front.url, `//${evil}/api/events`, { Host: "localhost" }), 404);
    const { read } = await (await fetch(`${front.url}api/ledger`)).json();
    assert.ok(read <= 1);
  });
  const PLAYHEAD_TOKEN = "s3cret";
  await withPipeline(async (service) => {
    await using front = await startFront(service.url, { PLAYHEAD_TOKEN });
    assert.equal((await post(front.url)).status, 401);
    assert.equal((await post(front.url, { authorization: "Bearer x" })).status, 401);
    assert.equal((await post(front.url, { authorization: "Bearer s3cret" })).status, 202);
  }, { PLAYHEAD_TOKEN });
});

Deno.test("a front end whose PIPELINE_URL is no service's address ends with one line", async () => {
  for (const wrong of ["localhost:8000", "ftp://a/", "http://a/b", "http://user:secret@a/"]) {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "serve",
        "--no-prompt",
        "--allow-env",
        "--allow-read",
        "--port",
        "0",
        "_fresh/server.js",
      ],
      ...{ cwd: ROOT, env: { PIPELINE_URL: wrong, NO_COLOR: "1" }, stdout: "null" },
    }).output();
    const text = new TextDecoder().decode(stderr);
    assert.equal(code, 2);
    assert.match(text, /^error: Cannot use PIPELINE_URL as [^\n]*\n$/);
    assert.doesNotMatch(text, /secret/);
  }
});

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
