// How tests talk to a running service.

import assert from "node:assert/strict";
import { type StartedService, startService } from "./start_service.ts";

/** Sends a body to `POST /api/events`. */
export async function post(
  { url }: StartedService,
  body: RequestInit["body"],
  headers: Record<string, string> = {},
) {
  return await fetch(`${url}api/events`, { method: "POST", body: body!, headers });
}

/** Waits until everything in the log is applied; the ledger balances all the while. */
export async function applied({ url }: StartedService): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const ledger = await (await fetch(`${url}api/ledger`)).json();
    assert.ok(ledger.balanced);
    if (ledger.pending === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the consumer does not catch up");
}

/** A service over a folder of its own, stopped in order at the end. */
export async function withService(
  work: (service: StartedService, dataPath: string) => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const dataPath = await Deno.makeTempDir();
  const service = await startService(dataPath, environment);
  try {
    await work(service, dataPath);
  } finally {
    service.kill("SIGTERM");
    assert.equal(await service.ended, 0);
    await Deno.remove(dataPath, { recursive: true });
  }
}

/** An answer's status and, once its body is let go, headers. */
export async function statusOf(answer: Promise<Response> | Response): Promise<Response> {
  const { body } = await answer;
  await body?.cancel();
  return await answer;
}
