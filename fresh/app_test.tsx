// Tests of the app without a port: statuses, the order of middlewares, paths, packing, tags.

import assert from "node:assert/strict";
import type { VNode } from "preact";
import { gunzipSync } from "node:zlib";
import { setBuild } from "./build_snapshot.ts";
import { App, createDefine, csp, HttpError, type Middleware, page } from "./mod.ts";

interface State {
  trace: string[];
}

const define = createDefine<State>();

async function ask<S>(app: App<S>, path: string, init?: RequestInit) {
  const answer = await app.handler()(new Request(`http://localhost${path}`, init));
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

const say = (text: string, headers: HeadersInit = { "content-type": "text/plain" }) => () =>
  new Response(text, { headers });

Deno.test("App runs the middlewares that stand before a route, in order", async () => {
  const mark = (name: string): Middleware<State> => async (ctx) => {
    (ctx.state.trace ??= []).push(name);
    return await ctx.next();
  };
  const shown: Middleware<State> = (ctx) => Response.json(ctx.state.trace);
  const app = new App<State>().use(mark("a"), mark("b")).all("/x", mark("x"), shown)
    .use(mark("late")).all("/z", shown);
  assert.equal((await ask(app, "/x")).text, '["a","b","x"]');
  assert.equal((await ask(app, "/z")).text, '["a","b","late"]');
});

Deno.test("App answers 404, HEAD without a body, and what is thrown", async () => {
  const app = new App().all("/", say("hello")).all("/gone", () => {
    throw new HttpError(410);
  });
  const lost = await ask(app, "/none");
  assert.deepEqual([lost.status, lost.text], [404, "Not Found"]);
  const head = await ask(app, "/", { method: "HEAD" });
  assert.deepEqual([head.status, head.text], [200, ""]);
  const gone = await ask(app, "/gone");
  assert.deepEqual([gone.status, gone.text], [410, "Gone"]);
});

Deno.test("App decodes paths and parameters, and leaves escapes that are no UTF-8", async () => {
  const app = new App().all("/u/:id", (ctx) => new Response(`id ${ctx.params.id}`))
    .all("/f/*", say("rest"));
  assert.equal((await ask(app, "/u/a%20b%2Fc")).text, "id a b/c");
  assert.equal((await ask(app, "/u/100%25")).text, "id 100%");
  assert.equal((await ask(app, "/u/%ff")).text, "id %ff");
  assert.equal((await ask(app, "/%75/x")).text, "id x");
  assert.equal((await ask(app, "/f/a/b?c")).text, "rest");
  for (const path of ["/u/", "/u/a/b", "//u/a"]) assert.equal((await ask(app, path)).status, 404);
});

Deno.test("App refuses paths that it would never match", () => {
  for (const path of ["/a/:id(\\d+)", "/b{/:x}?", "/c/:x.json", "/d/*/e", "/e*", "x", "*", ""]) {
    assert.throws(() => new App().all(path, say("never")), /A path must be made of names/, path);
  }
});

Deno.test("Middlewares catch what is thrown behind them, and those before see their answer", async () => {
  const app = new App().use(csp()).use(async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
      return await ctx.render(<h1>{String(error)}</h1>, { status: 500 });
    }
  }).all("/x", () => {
    throw new Error("secret");
  });
  const failed = await ask(app, "/x");
  assert.deepEqual([failed.status, failed.text], [500, "<h1>Error: secret</h1>"]);
  assert.match(failed.headers.get("content-security-policy")!, /default-src 'self'/);
});

Deno.test("Files make pages in the layout in the app wrapper, with page() data, status and 405", async () => {
  const handlers = define.handlers({
    GET: () => page({ name: "<hi>" }, { status: 203, headers: { "x-data": "1" } }),
    POST: () => Promise.resolve(new Response("made", { status: 201 })),
  });
  const component = define.page<typeof handlers>(({ data }) => <b>{data.name.toUpperCase()}</b>);
  const config = { skipInheritedLayouts: true };
  const routes = [
    { path: "_app.tsx", module: { default: app(<html />) } },
    { path: "_layout.tsx", module: { default: app(<main />) } },
    { path: "in/x.tsx", module: { default: component, handlers } },
    { path: "in/bare.tsx", module: { default: () => <i />, config } },
  ];
  await withRoutes(routes, async (made) => {
    const inner = await ask(made, "/in/x");
    const html = "<!DOCTYPE html><html><main><b>&lt;HI></b></main></html>";
    assert.deepEqual([inner.status, inner.text], [203, html]);
    assert.equal(inner.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(inner.headers.get("x-data"), "1");
    assert.equal((await ask(made, "/in/x", { method: "POST" })).status, 201);
    assert.equal((await ask(made, "/in/bare")).text, "<!DOCTYPE html><html><i></i></html>");
    const refused = await ask(made, "/in/x", { method: "PUT" });
    assert.deepEqual([refused.status, refused.headers.get("allow")], [405, "GET, HEAD, POST"]);
  });
});

Deno.test("Files with names that only Fresh knows are refused, not left out", async () => {
  const component = () => null;
  for (
    const path of ["(group)/a.tsx", "[...rest].tsx", "[[a]].tsx", "a/_layout.tsx", "_error.tsx"]
  ) {
    await withRoutes([{ path, module: { default: component } }], (made) => {
      assert.throws(() => made.handler(), /A file of routes\/ must be named by words/, path);
    });
  }
  await withRoutes([{ path: "a.tsx", module: {} }], (made) => {
    assert.throws(() => made.handler(), /routes\/a\.tsx must export a component or handlers/);
  });
  for (const module of [{ handler: {} }, { handlers: () => new Response() }]) {
    await withRoutes([{ path: "a.tsx", module: { ...module, default: component } }], (made) => {
      assert.throws(() => made.handler(), /must export its handlers as an object by method/);
    });
  }
});

Deno.test("App packs text for those who take it, and leaves the rest as it is", async () => {
  const text = "many words ".repeat(200);
  const tagged = { "content-type": "text/plain", etag: '"1"' };
  const made = new App().all("/text", say(text, tagged))
    .all("/short", say("short", { "content-type": "text/plain", "content-length": "5" }))
    .all("/png", say(text, { "content-type": "image/png" }))
    .all("/events", say(text, { "content-type": "text/event-stream" }));
  const take = (path: string, encodings: string) =>
    made.handler()(
      new Request(`http://localhost${path}`, { headers: { "accept-encoding": encodings } }),
    );
  const gzip = await take("/text", "br, gzip;q=0.5");
  assert.equal(gunzipSync(await gzip.bytes()).toString(), text);
  assert.deepEqual([gzip.headers.get("etag"), gzip.headers.get("vary")], [
    'W/"1"',
    "Accept-Encoding",
  ]);
  for (
    const [path, encodings] of [
      ["/text", "gzip;q=0"],
      ["/text", "identity"],
      ["/short", "gzip"],
      ["/png", "gzip"],
      ["/events", "gzip"],
    ] as const
  ) {
    const answer = await take(path, encodings);
    assert.equal(answer.headers.get("content-encoding"), null, path);
    await answer.body?.cancel();
  }
});

Deno.test("App packs a stream chunk by chunk: the first one does not wait for the second", async () => {
  const more = Promise.withResolvers<void>();
  const stream = new ReadableStream({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode("first"));
      await more.promise;
      controller.enqueue(new TextEncoder().encode(" second"));
      controller.close();
    },
  });
  const made = new App().all(
    "/s",
    () => new Response(stream, { headers: { "content-type": "text/csv" } }),
  );
  const headers = { "accept-encoding": "gzip" };
  const answer = await made.handler()(new Request("http://localhost/s", { headers }));
  assert.equal(answer.headers.get("content-encoding"), "gzip");
  const reader = answer.body!.pipeThrough(new DecompressionStream("gzip"))
    .pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, "first");
  more.resolve();
  assert.equal((await reader.read()).value, " second");
  assert.equal((await reader.read()).done, true);
});

Deno.test("csp() allows inline code by nonce, and leaves an answer alone that has a policy", async () => {
  const own = { "content-security-policy": "mine" };
  const made = new App().use(csp({ useNonce: true })).all("/", say("x"))
    .all("/own", say("x", own)).all("/fixed", () => Response.redirect("http://localhost/"));
  const policyOf = async (path: string) =>
    (await ask(made, path)).headers.get("content-security-policy")!;
  assert.match(await policyOf("/"), /script-src 'self' 'nonce-[\w+/=]+';/);
  assert.ok(!(await policyOf("/")).includes("unsafe-inline"));
  assert.equal(await policyOf("/own"), "mine");
  assert.match(await policyOf("/fixed"), /frame-ancestors 'none'/);
});

/** A component that puts what is inside of it into an element. */
function app({ type: Element }: { readonly type: unknown }) {
  const Tag = Element as "main";
  return ({ Component }: { readonly Component: () => VNode }) => <Tag>{<Component />}</Tag>;
}

async function withRoutes(
  routes: readonly { readonly path: string; readonly module: Record<string, unknown> }[],
  use: (app: App) => Promise<void> | void,
): Promise<void> {
  setBuild({
    ...{ buildId: "b", routes, islands: [], bootScript: "", scriptImports: {}, files: {} },
    readFile: () => Promise.reject(new Error("no files")),
    isDevelopment: false,
  });
  try {
    await use(new App().fsRoutes());
  } finally {
    setBuild();
  }
}
