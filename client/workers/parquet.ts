// The worker that reads Parquet files, so that a page goes on while it does.

import { OpenFile } from "../parquet/questions/answer_question.ts";
import type { Asked, QuestionName, Told } from "../parquet/questions/questions.ts";

/** At most so often is it told how far a question is. */
const TOLD_EVERY_MS = 120;
/** A newer one of these makes the older needless. */
const ONE_AT_A_TIME: readonly QuestionName[] = ["open", "look", "group", "save"];

/** This thread, which is typed as the page's. */
const scope = self as unknown as Worker;
const file = new OpenFile();
const running = new Map<QuestionName, AbortController>();

scope.onmessage = async ({ data }: MessageEvent<Asked>) => {
  const { id, name, given } = data;
  const stop = new AbortController();
  if (ONE_AT_A_TIME.includes(name)) {
    running.get(name)?.abort();
    running.set(name, stop);
  }
  let toldMs = performance.now(); // what is quick is not told
  const onProgress = (share: number) => {
    if (performance.now() - toldMs < TOLD_EVERY_MS) return;
    toldMs = performance.now();
    tell({ kind: "progress", name, share });
    tellRead();
  };
  try {
    const answer = await file.answer(name, given as never, { signal: stop.signal, onProgress });
    tell({ kind: "answer", id, answer });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ kind: "refusal", id, message, isStopped: stop.signal.aborted });
  }
  tellRead();
};

function tellRead(): void {
  const { readBytes } = file;
  if (readBytes !== null) tell({ kind: "read", ...readBytes });
}

function tell(told: Told): void {
  scope.postMessage(told);
}
