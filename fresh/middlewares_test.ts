// Tests of what an app adds to answers: packing, policies, redirects, sockets.

import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { acceptedEncoding } from "./accepted_encoding.ts";
import { App, csp, trailingSlashes } from "./mod.ts";

const ask = (app: App, path: string, headers: HeadersInit = {}) =>
  app.handler()(new Request(`http://localhost${path}`, { headers }));

Deno.test("acceptedEncoding() takes the first that is allowed, and none with q=0", () => {
  const cases: readonly (readonly [header: string | null, encoding: string | null])[] = [
    [null, null],
    ["identity", null],
    ["gzip", "gzip"],
    ["gzip, deflate, br", "br"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["*", "br"],
    ["*;q=0", null],
    ["BR;Q=1", "br"],
  ];
  for (const [header, encoding] of cases) {
    assert.equal(acceptedEncoding(header, ["br", "gzip"]), encoding, String(header));
  }
});

Deno.test("App packs long text for those who take it, and leaves the rest as it is", async () => {
  const text = "many words ".repeat(200);
  const stream = () =>
    new ReadableStream({
      start(controller) {
        for (const word of [..."abc"]) {
          controller.enqueue(new TextEncoder().encode(word.repeat(999)));
        }
        controller.close();
      },
    });
  const app = new App()
    .get("/text", (ctx) => ctx.text(text, { headers: { etag: '"1"' } }))
    .get("/short", (ctx) => ctx.text("short"))
    .get("/png", () => new Response(text, { headers: { "content-type": "image/png" } }))
    .get("/events", () => new Response(text, { headers: { "content-type": "text/event-stream" } }))
    .get("/stream", () => new Response(stream(), { headers: { "content-type": "text/csv" } }));
  const br = await ask(app, "/text", { "accept-encoding": "br" });
  assert.equal(brotliDecompressSync(await br.bytes()).toString(), text);
  assert.deepEqual([br.headers.get("etag"), br.headers.get("vary")], ['W/"1"', "accept-encoding"]);
  const gzip = await ask(app, "/text", { "accept-encoding": "gzip" });
  assert.equal(gunzipSync(await gzip.bytes()).toString(), text);
  const plain = await ask(app, "/text");
  assert.deepEqual([await plain.text(), plain.headers.get("etag")], [text, '"1"']);
  const packed = await ask(app, "/stream", { "accept-encoding": "gzip" });
  assert.equal(gunzipSync(await packed.bytes()).length, 3 * 999);
  for (const path of ["/short", "/png", "/events"]) {
    const answer = await ask(app, path, { "accept-encoding": "br, gzip" });
    assert.equal(answer.headers.get("content-encoding"), null, path);
    await answer.body?.cancel();
  }
});

Deno.test("csp() has directives replaced, keeps nonces in code, and may only report", async () => {
  const options = { csp: ["script-src 'self' https://x.example", "img-src *"], useNonce: true };
  const app = new App().use(csp(options)).get("/", (ctx) => ctx.text("x"))
    .get("/own", (ctx) => ctx.text("x", { headers: { "content-security-policy": "mine" } }))
    .get("/fixed", () => Response.redirect("http://localhost/"));
  const policy = (await ask(app, "/")).headers.get("content-security-policy")!;
  assert.match(policy, /script-src 'self' https:\/\/x\.example 'nonce-[\w+/=]+'(;|$)/);
  assert.match(policy, /img-src \*(;|$)/);
  assert.ok(!policy.includes("unsafe-inline"));
  assert.equal((await ask(app, "/own")).headers.get("content-security-policy"), "mine");
  assert.ok((await ask(app, "/fixed")).headers.has("content-security-policy"));
  const reporting = new App().use(csp({ reportOnly: true, reportTo: "/r" }))
    .get("/", (ctx) => ctx.text("x"));
  const { headers } = await ask(reporting, "/");
  assert.match(headers.get("content-security-policy-report-only")!, /report-uri \/r$/);
  assert.equal(headers.get("reporting-endpoints"), 'csp-endpoint="/r"');
});

Deno.test("trailingSlashes() redirects to the one form, with the query, and stays on this site", async () => {
  const where = async (mode: "always" | "never", path: string) => {
    const app = new App().use(trailingSlashes(mode)).get("/*", (ctx) => ctx.text("here"));
    return (await ask(app, path)).headers.get("location");
  };
  assert.equal(await where("never", "/a/?b=1"), "/a?b=1");
  assert.equal(await where("never", "/a"), null);
  assert.equal(await where("always", "/a?b=1"), "/a/?b=1");
  assert.equal(await where("always", "/a.css"), null);
  assert.equal(await where("always", "/"), null);
  assert.equal(await where("never", "//evil.example/"), "/evil.example");
});

Deno.test("App.ws() opens a socket with its handlers, and answers others with 426", async () => {
  const app = new App().ws("/live", {
    open: (socket) => socket.send("hello"),
    message: (socket, { data }) => {
      socket.send(`echo ${data}`);
      socket.close(1000);
    },
  });
  assert.equal((await ask(app, "/live")).status, 426);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, app.handler());
  const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/live`);
  const heard: string[] = [];
  const closed = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => {
    heard.push(data);
    if (heard.length === 1) socket.send("x");
  };
  socket.onclose = () => closed.resolve();
  await closed.promise;
  assert.deepEqual(heard, ["hello", "echo x"]);
  await server.shutdown();
});
