// Tests of what is sent to the browser for islands, and of what cannot be.

import assert from "node:assert/strict";
import { computed, signal } from "@preact/signals";
import { unflatten } from "devalue";
import type { ComponentChildren, VNode } from "preact";
import { setBuild } from "./build_snapshot.ts";
import { App } from "./mod.ts";
import { Head } from "./runtime.ts";

const Island = ({ children }: { children?: ComponentChildren; [name: string]: unknown }) => (
  <i>{children}</i>
);
const Outer = () => <Island name="part of Outer" />;
const island = { module: { default: Island, Outer, helper: () => null }, script: "/i.js" };

async function render(tree: () => VNode) {
  const none = { routes: [], files: {}, readFile: () => Promise.reject(), isDevelopment: false };
  const scriptImports = { "/boot.js": ["/preact.js"], "/i.js": ["/shared.js", "/preact.js"] };
  setBuild({ ...none, buildId: "b", bootScript: "/boot.js", scriptImports, islands: [island] });
  const app = new App().use((ctx) =>
    ctx.next().catch((error) => new Response(String(error), { status: 500 }))
  ).all("/", (ctx) => ctx.render(tree()));
  const answer = await app.handler()(new Request("http://localhost/"));
  setBuild();
  return { status: answer.status, html: await answer.text() };
}

async function sent(tree: () => VNode): Promise<Record<string, unknown>[]> {
  const { html } = await render(tree);
  const data = /boot\(\{.*?\},\[\[.*?\]\],(.*)\);<\/script>$/s.exec(html)![1]!;
  return unflatten(JSON.parse(data), {
    Signal: (value) => ({ signal: value[0] }),
    Computed: (value) => ({ computed: value[0] }),
    Element: (value) => value,
  }) as Record<string, unknown>[];
}

Deno.test("Islands are sent dates, maps, signals and what they share, once", async () => {
  const count = signal({ deep: [1] });
  const shared = { list: new Map([["a", new Date(5)]]), none: undefined, big: 5n };
  const [first, second] = await sent(() => (
    <p>
      <Island count={count} twice={computed(() => count.value.deep[0]! * 2)} data={shared} />
      <Island count={count} data={shared} />
    </p>
  ));
  assert.deepEqual(first!.count, { signal: { deep: [1] } });
  assert.deepEqual(first!.twice, { computed: 2 });
  assert.deepEqual(first!.data, shared);
  assert.equal(first!.count, second!.count);
  assert.equal(first!.data, second!.data);
});

Deno.test("Islands in islands are parts of the outer one; components of the server are HTML", async () => {
  const Plain = () => <b>plain</b>;
  const { html } = await render(() => <Outer />);
  assert.equal(html.match(/fresh:island:\d/g)?.length, 1);
  const [outer] = await sent(() => (
    <Island>
      <Plain />
      <Island name="inner" />
    </Island>
  ));
  const children = outer!.children as Record<string, unknown>[];
  assert.equal(children[0]!.html, "<b>plain</b>");
  assert.deepEqual(children[1]!.island, ["/i.js", "default"]);
});

Deno.test("All scripts that a page's islands need are asked for in its head, each once", async () => {
  const page = (inner: VNode) => (
    <html>
      <head></head>
      <body>{inner}</body>
    </html>
  );
  const { html } = await render(() => page(<Outer />));
  const head = html.slice(0, html.indexOf("</head>"));
  const links = [...head.matchAll(/<link rel="modulepreload" href="([^"]+)"\/>/g)];
  assert.deepEqual(links.map(([, path]) => path), [
    ...["/boot.js", "/preact.js", "/i.js", "/shared.js"],
  ]);
  assert.doesNotMatch((await render(() => page(<p>none</p>))).html, /modulepreload/);
});

Deno.test("Islands refuse functions and instances with words that name what must be", async () => {
  for (const value of [() => 1, new (class Point {})()]) {
    const { status, html } = await render(() => <Island value={value} />);
    assert.equal(status, 500);
    assert.match(html, /Cannot send props to an island as they must be data/);
  }
});

Deno.test("Head keeps the last of one key, and the title of the page for the document's", async () => {
  const { html } = await render(() => (
    <html>
      <head>
        <title>Old</title>
      </head>
      <body>
        <Head>
          <meta key="description" name="description" content="first" />
          <title>New</title>
          <style>{"p > b {}"}</style>
        </Head>
        <Head>
          <meta key="description" name="description" content="second" />
        </Head>
      </body>
    </html>
  ));
  const head = /<head>(.*)<\/head>/s.exec(html)![1]!;
  assert.ok(!head.includes("Old") && head.includes("<title>New</title>"), head);
  assert.ok(!head.includes("first") && head.includes("second"), head);
});
