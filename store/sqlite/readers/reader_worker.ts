// A reader's thread: answers questions about the store one after the other, and reads ahead in between.

import { openQueries, type SqliteQueries } from "../queries.ts";
import type { ReaderCommand, ReaderReport, RefusedQuestion } from "./reader_protocol.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ReaderCommand>) => void;
  postMessage(report: ReaderReport): void;
};

/** Steps of reading ahead leave the thread, and the processor, to others for as long. */
const WARM_EVERY_MS = 25;

let queries: SqliteQueries | null = null, held: ReturnType<SqliteQueries["hold"]> | null = null;

scope.onmessage = ({ data: command }) => {
  switch (command.kind) {
    case "open":
      queries = openQueries(command.path);
      return readAhead(queries.warm());
    case "ask":
      return scope.postMessage(reportOf(() => ({
        ...{ kind: "told", ...queries!.stamped(command.name, command.options) },
      })));
    case "hold":
      return scope.postMessage(reportOf(() => {
        held = queries!.hold();
        return { kind: "held", seq: held.seq };
      }));
    case "release":
      held?.release();
      held = null;
      return;
    default:
      command satisfies never;
  }
};

function reportOf(answer: () => ReaderReport): ReaderReport {
  try {
    return answer();
  } catch (error) {
    return { kind: "refused", error: refusal(error) };
  }
}

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
