// Tests of a build on disk, served as it is deployed, and of its islands in a real browser.

import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { findChromium } from "./fixture/find_chromium.ts";
import { withFixtureBuild } from "./fixture/fixture_build.ts";
import { serveBuild } from "./fixture/serve_build.ts";

async function withServer(use: (address: string, outDir: string) => Promise<void>): Promise<void> {
  await withFixtureBuild(async (builder, outDir) => {
    await builder.build();
    await serveBuild(outDir, (address) => use(address, outDir));
  });
}

Deno.test("_fresh/server.js serves pages and packed scripts with net and read alone", async () => {
  await withServer(async (address, outDir) => {
    const html = await (await fetch(`${address}/`)).text();
    assert.match(html, /<h1>Home<\/h1>/);
    const scripts = html.match(/\/_fresh\/js\/[^"]+\.js/g)!;
    assert.ok(scripts.length >= 3);
    for (const script of scripts) {
      const answer = await fetch(address + script, { headers: { "accept-encoding": "gzip" } });
      assert.equal(answer.status, 200);
      assert.match(await answer.text(), /^(import|export|var|const|function)/);
    }
    assert.equal((await fetch(`${address}/nowhere`)).status, 404);

    const folder = `${outDir}/files${scripts[0]!.slice(0, scripts[0]!.lastIndexOf("/"))}`;
    let gzipBytes = 0;
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.endsWith(".gzip")) continue;
      const packed = await Deno.readFile(`${folder}/${name}`);
      gzipBytes += packed.length;
      const plain = await Deno.readFile(`${folder}/${name.slice(0, -".gzip".length)}`);
      assert.ok(gunzipSync(packed).equals(plain), name);
    }
    assert.ok(gzipBytes < 14_000, `the browser's runtime is ${gzipBytes} bytes`);
  });
});

const executablePath = await findChromium();
if (!executablePath) console.warn("No Chromium in PATH or CHROMIUM_PATH: browser test is skipped");

Deno.test({
  name: "Two islands share a signal in a browser, and one keeps what the server rendered in it",
  // A machine that checks must have a browser: there, a missing one is a failure.
  ignore: executablePath === null && !Deno.env.get("CI"),
  fn: async () => {
    assert.ok(executablePath, "Cannot test islands as there must be a Chromium");
    await withServer(async (address) => {
      const script = new URL("./fixture/check_islands.ts", import.meta.url).pathname;
      const checked = await new Deno.Command(Deno.execPath(), {
        // The browser's driver asks for files that nothing less than all permissions lets it see.
        args: ["run", "--frozen", "--allow-all", script, address, executablePath],
        env: { NO_COLOR: "1" },
      }).output();
      assert.ok(checked.success, new TextDecoder().decode(checked.stderr));
    });
  },
});
