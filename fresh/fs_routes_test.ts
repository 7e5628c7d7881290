// Tests of an app made of files, built in memory and asked without a port.

import assert from "node:assert/strict";
import { app } from "./fixture/main.ts";
import { withFixtureBuild } from "./fixture/fixture_build.ts";

type Ask = (path: string, init?: RequestInit) => Promise<Response & { readonly html: string }>;

async function withFixture(use: (ask: Ask) => Promise<void>): Promise<void> {
  await withFixtureBuild(async (builder) => {
    const apply = await builder.build({ snapshot: "memory" });
    apply();
    const handler = app.handler();
    await use(async (path, init) => {
      const answer = await handler(new Request(`http://localhost${path}`, init));
      return Object.assign(answer, { html: await answer.clone().text() });
    });
  });
}

Deno.test("fsRoutes() serves pages by their files' names, in the layout in the app wrapper", async () => {
  await withFixture(async (ask) => {
    const body = async (path: string) => /<body>(.*?)<\/body>/s.exec((await ask(path)).html)?.[1];
    assert.equal(await body("/users/7"), "<main><p>user 7</p></main>");
    assert.equal(await body("/users/me"), "<main><p>me</p></main>");
    assert.equal(await body("/about"), "<main><p>about</p></main>");
    assert.equal((await ask("/files/a/b")).html, "file /files/a/b");
    assert.ok((await ask("/about")).html.startsWith('<!DOCTYPE html><html lang="en">'));
  });
});

Deno.test("fsRoutes() shows what a middleware makes of failures, within the layout", async () => {
  await withFixture(async (ask) => {
    for (const path of ["/nowhere", "/users/none"]) {
      const lost = await ask(path);
      assert.equal(lost.status, 404, path);
      assert.match(lost.html, /<main><h1>Failed: Not Found<\/h1><\/main>/);
      assert.ok(lost.headers.has("content-security-policy"));
    }
    const failed = await ask("/users/bad");
    assert.equal(failed.status, 500);
    assert.match(failed.html, /<h1>Failed: bad user<\/h1>/);
    const head = await ask("/users/7", { method: "HEAD" });
    assert.deepEqual([head.status, head.html, head.headers.get("x-data")], [200, "", "1"]);
  });
});

Deno.test("Islands stand between comments, with one script that cannot be broken out of", async () => {
  await withFixture(async (ask) => {
    const { html, headers } = await ask("/");
    const nonce = /'nonce-([^']+)'/.exec(headers.get("content-security-policy")!)?.[1];
    assert.ok(nonce && (await ask("/")).html.includes(nonce) === false, "a nonce is used once");
    assert.match(html, /<title>Home &lt;1(>|&gt;)<\/title>/);
    assert.ok(!html.includes("<title>Fixture"));
    assert.equal(html.match(/<!--fresh:island:\d+-->/g)?.length, 3);
    assert.equal(html.match(/<script/g)?.length, 1);
    const tags = html.match(/<(script|style)[^>]*>/g)!;
    assert.ok(tags.every((tag) => tag.includes(`nonce="${nonce}"`)), tags.join());
    const script = /<script[^>]*>(.*?)<\/script>/s.exec(html)![1]!;
    assert.ok(!script.includes("<"), script);
    assert.match(html, /src="\/dot\.svg\?__frsh_c=\w+"/);
    assert.match(
      html,
      /<p class="greeting">Hello <button[^>]*class="still"[^>]*>Count 3<\/button>/,
    );
    assert.ok(!(await ask("/about")).html.includes("<script"));
  });
});

Deno.test("staticFiles() answers with ETag, 304, HEAD, types and caching, and nothing else", async () => {
  await withFixture(async (ask) => {
    const plain = await ask("/style.css");
    assert.equal(plain.headers.get("content-type"), "text/css; charset=utf-8");
    assert.equal(plain.headers.get("cache-control"), "no-cache");
    const etag = plain.headers.get("etag")!;
    const again = await ask("/style.css", { headers: { "if-none-match": `W/${etag}` } });
    assert.deepEqual([again.status, again.html], [304, ""]);
    const head = await ask("/style.css", { method: "HEAD" });
    assert.equal(head.headers.get("content-length"), String(plain.html.length));
    assert.equal((await ask("/style.css", { method: "DELETE" })).status, 405);

    const locked = /src="(\/dot[^"]*)"/.exec((await ask("/")).html)![1]!;
    assert.match((await ask(locked)).headers.get("cache-control")!, /immutable/);
    assert.equal((await ask(`${locked}x`)).headers.get("cache-control"), "no-cache");
    const script = /"(\/_fresh\/js\/[^"]*boot\.js)"/.exec((await ask("/")).html)![1]!;
    const boot = await ask(script);
    assert.match(boot.headers.get("cache-control")!, /max-age=31536000, immutable/);
    assert.equal(boot.headers.get("content-type"), "text/javascript; charset=utf-8");
    for (
      const path of ["/../main.ts", "/%2e%2e/main.ts", "/..%2fmain.ts", "/%00", "/%ff", "/main.ts"]
    ) {
      assert.equal((await ask(path)).status, 404, path);
    }
  });
});
