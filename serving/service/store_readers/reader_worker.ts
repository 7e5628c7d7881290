// A reader's thread: answers questions about the store one after the other, and reads ahead in between.

import { openQueries, type SqliteQueries } from "../../../store/sqlite/queries.ts";
import type { ReaderCommand, ReaderReport, RefusedQuestion } from "./reader_protocol.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ReaderCommand>) => void;
  postMessage(report: ReaderReport): void;
};

/** Steps of reading ahead leave the thread, and the processor, to others for as long. */
const WARM_EVERY_MS = 25;

let queries: SqliteQueries | null = null;

scope.onmessage = ({ data: command }) => {
  if (command.kind === "open") {
    queries = openQueries(command.path);
    readAhead(queries.warm());
    return;
  }
  const { name, options } = command;
  let report: ReaderReport;
  try {
    const ask = queries![name] as (...options: readonly unknown[]) => unknown;
    report = { kind: "told", answer: ask(...options) };
  } catch (error) {
    report = { kind: "refused", error: refusal(error) };
  }
  scope.postMessage(report);
};

function readAhead(steps: Iterator<void>): void {
  setTimeout(() => {
    try {
      if (!steps.next().done) readAhead(steps);
    } catch {
      // What could not be read ahead is read, and complained of, when it is asked for.
    }
  }, WARM_EVERY_MS);
}

function refusal(error: unknown): RefusedQuestion {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { name, message };
}
