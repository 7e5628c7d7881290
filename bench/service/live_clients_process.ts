// Live clients in a process of their own, so that reading costs whoever measures nothing.

import type { StartedService } from "../../tests/start_service.ts";
import type { LiveLoad } from "./live_clients.ts";

/** Clients that listen until their time is over. */
export class LiveClients {
  /** What they heard. */
  readonly ended: Promise<LiveLoad>;

  private constructor(ended: Promise<LiveLoad>) {
    this.ended = ended;
  }

  /** Resolves once all of them listen. */
  static async start(
    { url }: StartedService,
    { clients, seconds }: { readonly clients: number; readonly seconds: number },
  ): Promise<LiveClients> {
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-lock", "--allow-net", `${import.meta.dirname}/live_clients.ts`],
        ...[`${url.replace("http:", "ws:")}live`, `${clients}`, `${seconds}`],
      ],
      ...{ stdout: "piped", stderr: "inherit" },
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read(); // `listening`
    return new LiveClients(readRest(reader));
  }
}

async function readRest(reader: ReadableStreamDefaultReader<string>): Promise<LiveLoad> {
  let text = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += chunk.value;
  }
  return JSON.parse(text);
}
