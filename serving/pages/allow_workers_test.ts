// Scripts of workers have a policy of their own, pages keep theirs.

import assert from "node:assert/strict";
import { App, csp } from "fresh";
import { allowWorkers } from "./allow_workers.ts";

Deno.test("allowWorkers() lets a worker read files of other sites, and no page", async () => {
  const app = new App().use(allowWorkers).use(csp({ useNonce: true }))
    .all("/*", () => new Response("x"));
  const policyOf = async (path: string) =>
    (await app.handler()(new Request(`http://localhost${path}`)))
      .headers.get("content-security-policy") ?? "";
  assert.match(
    await policyOf("/workers/parquet.js"),
    /connect-src 'self' https: http: data:$/,
  );
  assert.match(await policyOf("/workers/parquet.js"), /'wasm-unsafe-eval'/);
  for (const path of ["/", "/workers", "/workers/x/parquet.js", "/_fresh/js/1/parquet.js"]) {
    assert.match(await policyOf(path), /connect-src 'self';/);
    assert.doesNotMatch(await policyOf(path), /unsafe-eval/);
  }
});
