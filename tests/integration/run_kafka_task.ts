// Runs a task as `deno task` does, with its permissions, until it has said something or ends by itself.

import { taskArguments } from "../../tools/task_arguments.ts";

/** What a task said, on both outputs, and how it ended. */
export interface TaskOutput {
  readonly code: number;
  readonly told: string;
  /** From the request to stop until it had. */
  readonly stoppedInMs: number;
}

const ROOT = new URL("../../", import.meta.url);
const WAIT_MS = 60_000;

/** A task that runs. */
export interface RunningTask {
  /** Waits for words of it. */
  says(words: RegExp): Promise<string>;
  told(): string;
  kill(signal: Deno.Signal): void;
  readonly ended: Promise<{ readonly code: number; readonly told: string }>;
}

/** Starts it. */
export function startTask(
  task: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): RunningTask {
  const child = new Deno.Command(Deno.execPath(), {
    ...{
      args: [...taskArguments(task), ...args],
      cwd: ROOT,
      env: { NO_COLOR: "1", ...environment },
    },
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  let told = "", hear = Promise.withResolvers<void>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      told += text;
      hear.resolve();
      hear = Promise.withResolvers();
    }
  };
  const ended = Promise.all([child.status, read(child.stdout), read(child.stderr)])
    .then(([{ code }]) => ({ code, told }));
  return {
    async says(words) {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => late.reject(new Error(`${words} is not in: ${told}`)),
        WAIT_MS,
      );
      const gone = ended.then(() => {
        if (!words.test(told)) throw new Error(`it ended without ${words}: ${told}`);
      });
      try {
        while (!words.test(told)) await Promise.race([hear.promise, gone, late.promise]);
        return told;
      } finally {
        clearTimeout(timer);
        gone.catch(() => {});
      }
    },
    told: () => told,
    kill(signal) {
      try {
        child.kill(signal);
      } catch {
        // it ended by itself
      }
    },
    ended,
  };
}

/** Runs it until it says `until`, then asks it to stop; without, until it ends. */
export async function runTask(
  task: string,
  { environment, until, args = [] }: {
    readonly environment: Readonly<Record<string, string>>;
    readonly until?: RegExp;
    readonly args?: readonly string[];
  },
): Promise<TaskOutput> {
  const running = await startTask(task, environment, args);
  let stopMs = performance.now();
  try {
    if (until !== undefined) {
      await running.says(until);
      stopMs = performance.now();
      running.kill("SIGTERM");
    }
  } catch (error) {
    running.kill("SIGKILL");
    await running.ended;
    throw error;
  }
  const { code, told } = await running.ended;
  return { code, told, stoppedInMs: performance.now() - stopMs };
}
