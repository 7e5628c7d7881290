// Tests that a list of shows links and sorts.

import assert from "node:assert/strict";
import type { ComponentChild } from "preact";
import { render } from "preact-render-to-string";
import type { ListedShow } from "../../domain/answers.ts";
import { ShowTable } from "./ShowTable.tsx";

const NAME = 'A/B "C", <D> 100%';
const PLACE = new URL("http://localhost/shows?range=7d&cursor=x&sort=users");
const html = (node: ComponentChild) => render(<>{node}</>);

Deno.test("<ShowTable> links names whole, keeps the range, and tells what is not known", () => {
  const show: ListedShow = {
    ...{
      show_name: NAME,
      genre: null,
      qualified_views: 0,
      watch_hours: 0,
      users: 0,
      binge_views: 0,
    },
    ...{ mean_completion_rate: null, mean_engagement_score: null, trend: [1, 2] },
    median_duration_minutes: null,
  };
  const text = html(<ShowTable shows={[show]} url={PLACE} />);
  assert.match(text, /href="\/shows\/A%2FB%20%22C%22%2C%20%3CD%3E%20100%25\?range=7d"/);
  assert.match(text, /<bdi>A\/B &quot;C&quot;, &lt;D> 100%<\/bdi>/);
  assert.match(
    text,
    /aria-sort="descending"><a class="sort" href="\?range=7d&amp;sort=users"/,
  );
  assert.match(text, /title="The runtime is not known"/);
  assert.equal(text.includes("NaN"), false);
});
