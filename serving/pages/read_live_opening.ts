// The live stream's first message, so that pages about now can be read before, and without, their script.

import type { LiveMessage, LiveOpening } from "../../domain/live_message.ts";
import { askPipeline } from "./pipeline.ts";

/** The newest state with at most `views` views; null while the service cannot tell it. */
export async function readLiveOpening(
  ctx: { readonly url: URL },
  views: number,
): Promise<LiveOpening | null> {
  try {
    const answer = await askPipeline(ctx, "/api/live");
    if (!answer.ok || answer.body === null) {
      await answer.body?.cancel();
      return null;
    }
    const message = await readFirst(answer.body);
    if (message?.kind !== "snapshot") return null;
    const { kind: _, ingest_per_second: __, ...opening } = message;
    return { ...opening, latest_views: opening.latest_views.slice(0, views) };
  } catch {
    return null; // the page says itself what its other questions meet
  }
}

/** The first event of a stream that goes on: then it is let go. */
async function readFirst(body: ReadableStream<Uint8Array>): Promise<LiveMessage | null> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    const data = /^data: (.*)\n\n/m.exec(text)?.[1];
    if (data !== undefined) return JSON.parse(data);
  }
  return null;
}
