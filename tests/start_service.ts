// Starts the service as `deno task start` does, with its permissions, on a port of its own choosing.

import { taskArguments } from "../tools/task_arguments.ts";

const ROOT = new URL("../", import.meta.url);
const READY_WITHIN_MS = 30_000;

/** A running service. */
export interface StartedService {
  readonly url: string;
  readonly pid: number;
  kill(signal: Deno.Signal): void;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** How it is started. */
export interface StartOptions {
  /** Whether a first start makes sample data. */
  readonly sample?: boolean;
  /** Whether to wait until it says that it is ready; true when absent. */
  readonly awaitReady?: boolean;
  /** How many files and connections it may have open. */
  readonly openFiles?: number;
}

/** Starts it over a folder and waits until it is ready; the pages must be built (`deno task build`). */
export async function startService(
  dataPath: string,
  environment: Readonly<Record<string, string>> = {},
  { sample = false, awaitReady = true, openFiles }: StartOptions = {},
): Promise<StartedService> {
  const args = [...taskArguments("start"), ...sample ? [] : ["--no-sample"]];
  const limit = `ulimit -n ${openFiles} && exec "$0" "$@"`;
  const [program, given] = openFiles === undefined
    ? [Deno.execPath(), args]
    : ["sh", ["-c", limit, Deno.execPath(), ...args]];
  const child = new Deno.Command(program, {
    args: given,
    cwd: ROOT,
    env: { PORT: "0", PLAYHEAD_DATA: dataPath, LOG_FORMAT: "json", ...environment },
    ...{ stdout: "piped", stderr: "inherit" },
  }).spawn();
  // What listens everywhere is asked here.
  const url = (await readUrl(child.stdout)).replace("//0.0.0.0", "//127.0.0.1");
  const deadline = performance.now() + READY_WITHIN_MS;
  while (awaitReady) {
    const answer = await fetch(`${url}readyz`);
    await answer.body?.cancel();
    if (answer.ok) break;
    if (performance.now() > deadline) throw new Error("the service is not ready");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    pid: child.pid,
    kill: (signal) => child.kill(signal),
    ended: child.status.then(({ code, signal }) => signal === null ? code : null),
  };
}

/** The address from its first log lines; the rest is read on, so that the pipe never fills. */
async function readUrl(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const lines = output.pipeThrough(new TextDecoderStream());
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = "";
  (async () => {
    for await (const chunk of lines) {
      if (text.length < 100_000) text += chunk;
      const url = /"url":"([^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    }
    reject(new Error(`the service ended: ${text}`));
  })();
  return await promise;
}
