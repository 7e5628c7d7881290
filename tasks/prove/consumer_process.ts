// `deno task consume` as a process that can be killed.

import type { LogSettings } from "../../stream/open_log.ts";

const PERMISSIONS = [
  ...["--allow-read", "--allow-write", "--allow-env", "--allow-net", "--allow-sys"],
];
/** Where a process that ended tells why. */
const KEPT_CHARACTERS = 2_000;

/** A consumer over a folder of data. */
export class ConsumerProcess {
  readonly #child: Deno.ChildProcess;
  readonly #told: Promise<string>;
  #status: Deno.CommandStatus | null = null;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#told = new Response(child.stderr).text();
    child.status.then((status) => this.#status = status);
  }

  static start(dataPath: string, log: LogSettings): ConsumerProcess {
    const task = new URL("../consume.ts", import.meta.url).href;
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "--frozen", "--no-prompt", ...PERMISSIONS, task, "--quiet"],
      env: {
        PLAYHEAD_DATA: dataPath,
        ...log.kind === "kafka" ? { KAFKA_TOPIC_PREFIX: log.kafka.topicPrefix } : {},
      },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    });
    return new ConsumerProcess(command.spawn());
  }

  /** Ends it with SIGKILL: it has no time for anything. */
  async kill(): Promise<void> {
    if (this.#status === null) this.#child.kill("SIGKILL");
    await this.#child.status;
    await this.#told;
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const { code, signal } = await this.#child.status;
    const told = (await this.#told).slice(-KEPT_CHARACTERS);
    // One that has just begun is ended by the signal itself: it had nothing to finish.
    if (code !== 0 && signal !== "SIGTERM") {
      throw new Error(`The consumer ended with code ${code}: ${told}`);
    }
  }

  /** @throws when it ended by itself */
  throwIfGone(): void {
    if (this.#status !== null) {
      throw new Error(`The consumer ended by itself with code ${this.#status.code}`);
    }
  }
}
