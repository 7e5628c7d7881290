// Tests that a new measurement replaces its own section and nothing else.

import assert from "node:assert/strict";
import { replaceSection } from "./replace_section.ts";

Deno.test("replaceSection() leaves every other section as it is", () => {
  const document = "# B\n<!-- a -->\n1\n<!-- /a -->\nmid\n<!-- b -->\n2\n<!-- /b -->\nend\n";
  assert.equal(
    replaceSection(document, "b", "new $& $1\n"),
    "# B\n<!-- a -->\n1\n<!-- /a -->\nmid\n<!-- b -->\n\nnew $& $1\n\n<!-- /b -->\nend\n",
  );
});

Deno.test("replaceSection() appends a section that is new, and then replaces it", () => {
  const once = replaceSection("# B\n\n\n", "bench:etl", "old");
  assert.equal(once, "# B\n\n<!-- bench:etl -->\n\nold\n\n<!-- /bench:etl -->\n");
  assert.equal(replaceSection(once, "bench:etl", "old"), once);
});

Deno.test("replaceSection() does not take bench:etl-scale for bench:etl", () => {
  const document = replaceSection("# B\n", "bench:etl-scale", "scale");
  const both = replaceSection(document, "bench:etl", "etl");
  assert.match(both, /scale[^]*<!-- bench:etl -->\n\netl/);
});

Deno.test("replaceSection() refuses markers that are single, doubled or crossed", () => {
  for (
    const document of [
      "<!-- a -->",
      "<!-- /a -->",
      "<!-- /a --><!-- a -->",
      "<!-- a --><!-- a --><!-- /a -->",
    ]
  ) {
    assert.throws(() => replaceSection(document, "a", "x"), /Cannot replace a section/, document);
  }
});
