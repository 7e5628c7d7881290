// A reader's thread: a shell that runs it.

import { ReaderRun } from "./consume/reader_run.ts";
import type { StartReader } from "./consume/reader_protocol.ts";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<StartReader>) => void) | null;
  close(): void;
};

scope.onmessage = async ({ data: { settings, port } }) => {
  await new ReaderRun(settings, port).run();
  scope.close();
};
