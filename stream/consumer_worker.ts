// The consumer's thread: a shell that runs it and passes messages on.

import type { ConsumerCommand, ConsumerReport } from "./consume/consumer_protocol.ts";
import { ConsumerRun } from "./consume/consumer_run.ts";
import { blameOf } from "./consume/blame_of.ts";
import { openStore } from "../store/open_store.ts";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ConsumerCommand>) => void) | null;
  postMessage(report: ConsumerReport): void;
  close(): void;
};
const post = (report: ConsumerReport) => scope.postMessage(report);
const stop = new AbortController();
let run: ConsumerRun | null = null;

scope.onmessage = ({ data: command }) => {
  switch (command.kind) {
    case "start":
      run = new ConsumerRun(command.settings, openStore, post);
      run.run(stop.signal).then(
        () => post({ kind: "stopped" }),
        (error) => post(failure(error)),
      );
      return;
    case "refresh":
      return run?.refresh();
    case "record run": {
      const { id, report } = command;
      return run?.recordRun(report, (error) => post({ kind: "run recorded", id, error }));
    }
    case "readers":
      return run?.connect(command.ports);
    case "stop":
      return stop.abort();
    default:
      command satisfies never;
  }
};

function failure(thrown: unknown): ConsumerReport {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { message, stack = "" } = error;
  return { kind: "failed", message, stack, blame: blameOf(thrown) };
}
