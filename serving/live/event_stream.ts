// Server-sent events: the hub's messages for `curl -N` and for EventSource.

import type { LiveHub } from "./live_hub.ts";

const PING_MS = 15_000;

/** What may wait for a client; the hub leaves it out long before. */
const BUFFER_BYTES = 1 << 20;

/** Joins the hub; each message is an event whose id is its `seq`, so that a browser resumes by itself. */
export function eventStream(hub: LiveHub, since: number | null): Response {
  const encoder = new TextEncoder();
  let leave = () => {};
  let ping: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      leave = hub.join({
        send: (text) => write(`${idLine(text)}data: ${text}\n\n`),
        waitingBytes: () => BUFFER_BYTES - (controller.desiredSize ?? 0),
        close: () => {
          clearInterval(ping);
          controller.close();
        },
      }, since);
      ping = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) write(": ping\n\n");
      }, PING_MS);
    },
    cancel() {
      clearInterval(ping);
      leave();
    },
  }, new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }));
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

/** Notices have no number. */
function idLine(text: string): string {
  const seq = /^\{"kind":"(?:snapshot|delta)".*?"seq":(\d+)/.exec(text)?.[1];
  return seq === undefined ? "" : `id: ${seq}\n`;
}
