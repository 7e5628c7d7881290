// A worker that stands in for the consumer's in tests: it crashes on records whose text says so.

import type { ConsumerCommand, ConsumerReport } from "./consumer_protocol.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ConsumerCommand>) => void;
  postMessage(report: unknown): void;
};
const post = (report: ConsumerReport) => scope.postMessage(report);
const position = { topic: "watch.events", partition: 0, nextOffset: 7, endOffset: 9 };
const row = (source: string) => ({ source, line: 1, offset: 6, reasons: [], raw: "?" });

scope.onmessage = ({ data: command }) => {
  if (command.kind === "stop") return post({ kind: "stopped" });
  if (command.kind === "record run") {
    const error = command.report.run_id === "bad" ? "no room" : null;
    return post({ kind: "run recorded", id: command.id, error });
  }
  if (command.kind !== "start") return;
  post({ kind: "ready", positions: [] });
  const { poisoned = [], firstRecords = 300 } = command.settings;
  post({ kind: "trying", place: "watch.events/0/6", records: firstRecords });
  if (poisoned.length === 0 && command.settings.dataPath.endsWith("crashing")) {
    if (firstRecords === 3) throw new Error("This test's worker fails unheard, as it should");
    return post({ kind: "failed", message: "boom", stack: "", blame: "record" });
  }
  const quarantined = [row("watch.events/0"), row("a.csv")];
  scope.postMessage({
    kind: "applied",
    applied: { seq: 1, quarantined },
    positions: [position],
    committedMs: 5,
  });
};
