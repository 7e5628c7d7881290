// What a page's scripts import is found through all of them.

import assert from "node:assert/strict";
import { importsOf } from "./builder.ts";

Deno.test("importsOf() follows imports of imports, each once, and none that come later", () => {
  const utf8 = new TextEncoder();
  const scripts = new Map(
    Object.entries({
      "a.js": `import{x as y}from"./b.js";import"./c.js";const z=()=>import("./later.js");`,
      "b.js": `import { x } from "./c.js"; export * from "./a.js"; export { x };`,
      "c.js": `export const x = 'from"./none.js"';`,
      "later.js": "",
    }).map(([name, text]) => [name, utf8.encode(text)]),
  );
  assert.deepEqual(importsOf("a.js", scripts), ["b.js", "c.js"]);
  assert.deepEqual(importsOf("c.js", scripts), []);
});
