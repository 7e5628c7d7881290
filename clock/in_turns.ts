// Long work step by step: whoever else waits for the thread gets a turn after each.

import { wait } from "./wait.ts";

/** While there is always something to do, Deno looks for requests only at every 61st turn: it needs a pause. */
const PAUSE_MS = 1;

/** The steps, with a turn for others behind each: the shorter a step, the sooner a request is answered. */
export async function* inTurns<Step>(steps: Iterable<Step>): AsyncGenerator<Step> {
  for (const step of steps) {
    yield step;
    await wait(PAUSE_MS);
  }
}
