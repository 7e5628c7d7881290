// Tests of the app without a port: statuses, the order of middlewares, layouts and error pages.

import assert from "node:assert/strict";
import { App, createDefine, HttpError, page } from "./mod.ts";

interface State {
  trace: string[];
}

const define = createDefine<State>();

async function ask(app: App<State>, path: string, init?: RequestInit) {
  const answer = await app.handler()(new Request(`http://localhost${path}`, init));
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

Deno.test("App runs the middlewares that stand before a route, in order, and below their path", async () => {
  const mark = (name: string) =>
    define.middleware(async (ctx) => {
      (ctx.state.trace ??= []).push(name);
      return await ctx.next();
    });
  const app = new App<State>().use(mark("a"), mark("b")).use("/x", mark("x"))
    .get("/x/y", (ctx) => ctx.json(ctx.state.trace))
    .use(mark("late"))
    .get("/z", (ctx) => ctx.json(ctx.state.trace));
  assert.equal((await ask(app, "/x/y")).text, '["a","b","x"]');
  assert.equal((await ask(app, "/z")).text, '["a","b","late"]');
});

Deno.test("App answers 404, 405, HEAD like GET without a body, and thrown statuses", async () => {
  const app = new App<State>().get("/", (ctx) => ctx.text("hello"))
    .get("/gone", () => {
      throw new HttpError(410);
    })
    .get("/html", (ctx) => ctx.redirect("//evil.example/x"));
  assert.equal((await ask(app, "/none")).status, 404);
  assert.equal((await ask(app, "/", { method: "POST" })).status, 405);
  const head = await ask(app, "/", { method: "HEAD" });
  assert.deepEqual([head.status, head.text], [200, ""]);
  assert.deepEqual([(await ask(app, "/gone")).status, (await ask(app, "/gone")).text], [
    410,
    "Gone",
  ]);
  assert.equal((await ask(app, "/html")).headers.get("location"), "/evil.example/x");
});

Deno.test("App prefers fixed paths to parameters to rests, and decodes parameters", async () => {
  const app = new App<State>().get("/*", (ctx) => ctx.text("rest"))
    .get("/u/:id", (ctx) => ctx.text(`id ${ctx.params.id}`))
    .get("/u/me", (ctx) => ctx.text("me"))
    .get("/f/:path*", (ctx) => ctx.text(`path ${ctx.params.path}`));
  assert.equal((await ask(app, "/u/me")).text, "me");
  assert.equal((await ask(app, "/u/a%20b")).text, "id a b");
  assert.equal((await ask(app, "/u/%ff")).text, "id %ff");
  assert.equal((await ask(app, "/f/a/b")).text, "path a/b");
  assert.equal((await ask(app, "/else/where")).text, "rest");
});

Deno.test("App puts pages into layouts into the app wrapper, with page() data and status", async () => {
  const app = new App<State>()
    .appWrapper(({ Component }) => <html>{<Component />}</html>)
    .layout("*", ({ Component }) => <main>{<Component />}</main>)
    .layout("/in", async ({ Component }) => await <p>{<Component />}</p>)
    .route("/in/x", {
      component: define.page<string>(({ data }) => <b>{data}</b>),
      handler: define.handlers<string>({ GET: () => page("<hi>", { status: 203 }) }),
    })
    .route("/bare", { component: () => <i />, config: { skipAppWrapper: true } });
  const inner = await ask(app, "/in/x");
  const html = "<!DOCTYPE html><html><main><p><b>&lt;hi></b></p></main></html>";
  assert.deepEqual([inner.status, inner.text], [203, html]);
  assert.equal(inner.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal((await ask(app, "/bare")).text, "<main><i></i></main>");
  assert.equal((await ask(app, "/bare", { method: "POST" })).status, 405);
});

Deno.test("App asks the nearest error page, then the outer one, and notFound for every 404", async () => {
  const fail = () => {
    throw new Error("secret");
  };
  const app = new App<State>().use(async (ctx) => {
    const answer = await ctx.next();
    answer.headers.set("x-seen", "yes");
    return answer;
  })
    .onError("*", (ctx) => ctx.text(`outer ${(ctx.error as Error).message}`, { status: 500 }))
    .onError("/in", (ctx) => ctx.text("inner", { status: 503 }))
    .onError("/bad", () => {
      throw new Error("page failed");
    })
    .notFound((ctx) => ctx.text("lost", { status: 404 }))
    .get("/x", fail).get("/in/x", fail).get("/bad/x", fail)
    .get("/missing", () => {
      throw new HttpError(404);
    });
  const shown = async (path: string) => {
    const { status, text, headers } = await ask(app, path);
    return [status, text, headers.get("x-seen")];
  };
  assert.deepEqual(await shown("/x"), [500, "outer secret", "yes"]);
  assert.deepEqual(await shown("/in/x"), [503, "inner", "yes"]);
  assert.deepEqual(await shown("/bad/x"), [500, "outer page failed", "yes"]);
  assert.deepEqual(await shown("/missing"), [404, "lost", "yes"]);
  assert.deepEqual(await shown("/nowhere"), [404, "lost", "yes"]);
});

Deno.test("App.mountApp() adds another app's routes and middlewares below a path", async () => {
  const inner = new App<State>().use((ctx) => ctx.next()).get("/", (ctx) => ctx.text("root"))
    .get("/x", (ctx) => ctx.text("x"));
  const app = new App<State>().mountApp("/sub", inner);
  assert.equal((await ask(app, "/sub")).text, "root");
  assert.equal((await ask(app, "/sub/x")).text, "x");
  assert.equal((await ask(app, "/x")).status, 404);
});

Deno.test("define.page<typeof handlers>() knows the data of the handlers", async () => {
  const handlers = define.handlers({
    GET: () => page({ name: "a" }),
    POST: () => Promise.resolve(new Response("made")),
  });
  const component = define.page<typeof handlers>(({ data }) => <b>{data.name.toUpperCase()}</b>);
  const app = new App<State>().route("/", { component, handler: handlers });
  assert.equal((await ask(app, "/")).text, "<b>A</b>");
});
