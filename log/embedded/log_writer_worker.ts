// The thread that writes the embedded log: a commit waits for the disk, and nothing else should.
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />

import { LogWriter } from "./log_writer.ts";
import { broadcastWake, type LogWake } from "./wake.ts";
import type { WriterAnswers, WriterCall, WriterReply } from "./writer_protocol.ts";

let writer: LogWriter | null = null, wake: LogWake | null = null;

self.onmessage = ({ data }: MessageEvent<WriterCall>) => {
  let reply: WriterReply;
  try {
    reply = { kind: "done", value: answer(data) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    reply = { kind: "failed", name, message };
  }
  self.postMessage(reply);
};

function answer(call: WriterCall): WriterAnswers[WriterCall["kind"]] {
  if (call.kind === "open") {
    writer = new LogWriter(call.path);
    wake = call.wakeRoot === null ? null : broadcastWake(call.wakeRoot);
    return writer.id;
  }
  if (writer === null) throw new Error("the log is not open");
  switch (call.kind) {
    case "commit": {
      const baseOffsets = writer.commit(call.request);
      wake?.notify();
      return baseOffsets;
    }
    case "createTopic":
      writer.createTopic(call.topic, call.partitions);
      return;
    case "retain":
      return writer.retain(call.covered, call.age);
    case "close":
      writer.close();
      wake?.close();
      writer = wake = null;
      return;
    default:
      return call satisfies never;
  }
}
