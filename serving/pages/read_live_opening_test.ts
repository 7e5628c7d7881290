// Tests what pages take from the live stream before they listen to it.

import assert from "node:assert/strict";
import { providePipeline } from "./pipeline.ts";
import { readLiveOpening } from "./read_live_opening.ts";

const ctx = { url: new URL("http://localhost/live-wall") };

Deno.test("readLiveOpening() takes the first event, in whatever parts it comes, and lets the stream go", async () => {
  let isLetGo = false;
  const parts = [
    ": ping\n\nid: 7\nda",
    'ta: {"kind":"snapshot","seq":7,',
    '"latest_views":[1,2,3]}\n\n',
  ];
  providePipeline(() =>
    new Response(
      new ReadableStream({
        pull(controller) {
          const part = parts.shift();
          if (part !== undefined) controller.enqueue(new TextEncoder().encode(part));
        },
        cancel() {
          isLetGo = true;
        },
      }),
    )
  );
  assert.deepEqual(await readLiveOpening(ctx, 2), { seq: 7, latest_views: [1, 2] });
  assert.equal(isLetGo, true);
});

Deno.test("readLiveOpening() is null while the service cannot tell", async () => {
  providePipeline(() => new Response("{}", { status: 503 }));
  assert.equal(await readLiveOpening(ctx, 2), null);
});
