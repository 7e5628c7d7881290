// Waits for something that opens, unless there is no need for it any more.

import { orAborted } from "../../clock/wait.ts";

/** A cluster that is away must not keep who stops waiting: null then, and what opens later is closed. */
export async function openUnless<Opened extends { close(): Promise<void> }>(
  signal: AbortSignal,
  opening: Promise<Opened>,
): Promise<Opened | null> {
  try {
    return await orAborted(signal, opening);
  } catch (error) {
    if (!signal.aborted) throw error;
    opening.then((late) => late.close()).catch(() => {});
    return null;
  }
}
