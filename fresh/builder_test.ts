// Tests of Builder: what it refuses, what it leaves out, and how it serves an app while it is written.

import assert from "node:assert/strict";
import { join } from "node:path";
import { currentBuild, setBuild } from "./build_snapshot.ts";
import { Builder } from "./dev.ts";
import { withFixtureBuild } from "./fixture/fixture_build.ts";

async function withProject(
  files: Record<string, string>,
  use: (builder: Builder, root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "fresh-project-" });
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(join(root, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(root, path), text);
    }
    await use(new Builder({ root }), root);
  } finally {
    setBuild();
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("Builder.build() throws what the bundler reports, and leaves no server.js", async () => {
  const files = { "islands/Bad.tsx": 'import "./missing.ts";\nexport default () => null;\n' };
  await withProject(files, async (builder, root) => {
    await assert.rejects(builder.build(), /Cannot bundle the islands: .*missing/s);
    await assert.rejects(Deno.stat(join(root, "_fresh/server.js")), Deno.errors.NotFound);
  });
});

Deno.test("Builder.build() finds islands, routes and static files, but no tests and no hidden files", async () => {
  const component = "export default () => null;\n";
  const files = {
    "islands/Same.tsx": component,
    "islands/deep/Same.tsx": component,
    "islands/Same_test.tsx": "throw 1;\n",
    "routes/shop/index.tsx": component,
    "routes/shop/notes.md": "no route",
    "static/a b.txt": "hello",
    "static/.env": "TOKEN=secret",
    "static/.git/config": "secret",
    "static/.well-known/security.txt": "mail us",
  };
  await withProject(files, async (builder) => {
    (await builder.build({ snapshot: "memory" }))();
    const { routes, islands, files } = currentBuild();
    assert.deepEqual(routes.map(({ path }) => path), ["shop/index.tsx"]);
    const names = islands.map(({ script }) => script.replace(/.*\//, ""));
    assert.deepEqual(names, ["island-Same.js", "island-Same-1.js"]);
    assert.ok(islands.every(({ script }) => Object.hasOwn(files, script)));
    assert.equal(files["/a b.txt"]?.sizeBytes, 5);
    const served = Object.keys(files).filter((path) => !path.startsWith("/_fresh/"));
    assert.deepEqual(served, ["/.well-known/security.txt", "/a b.txt"]);
  });
});

Deno.test("Builder.build() names one content alike, and another otherwise", async () => {
  const files = { "islands/A.tsx": "export default () => 'one';\n", "static/a.txt": "one" };
  await withProject(files, async (builder, root) => {
    const idOf = async () => {
      (await builder.build({ snapshot: "memory" }))();
      return currentBuild().buildId;
    };
    const first = await idOf();
    assert.equal(await idOf(), first);
    await Deno.writeTextFile(join(root, "static/a.txt"), "two");
    const second = await idOf();
    assert.notEqual(second, first);
    await Deno.writeTextFile(join(root, "islands/A.tsx"), "export default () => 'two';\n");
    assert.notEqual(await idOf(), second);
  });
});

Deno.test("Builder.listen() serves pages that ask for the build and reload when it is another", async () => {
  await withFixtureBuild(async (builder) => {
    const stop = new AbortController();
    const listening = Promise.withResolvers<string>();
    const served = builder.listen(() => import("./fixture/main.ts"), {
      port: 0,
      signal: stop.signal,
      onListen: ({ hostname, port }) => listening.resolve(`http://${hostname}:${port}`),
    });
    const address = await listening.promise;
    assert.match(address, /127\.0\.0\.1/);
    const html = await (await fetch(`${address}/about`)).text();
    const { buildId } = currentBuild();
    assert.match(html, /<script type="module" nonce="[^"]+">new EventSource\("\/_fresh\/live"\)/);
    assert.ok(html.includes(buildId));
    const live = await fetch(`${address}/_fresh/live`);
    const reader = live.body!.getReader();
    const { value } = await reader.read();
    assert.match(new TextDecoder().decode(value), new RegExp(`data: ${buildId}\n\n`));
    await reader.cancel();
    stop.abort();
    await served;
  });
});
