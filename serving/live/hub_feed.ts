// Feeds the live hub: a start that is read from the store, and every commit after it once.

import type { LiveCommit, LiveStart } from "./live_commit.ts";
import type { LiveHub } from "./live_hub.ts";

/** Commits that come while a start is being read wait for it: the hub knows which of them the start has. */
export class HubFeed {
  #hub: LiveHub | null = null;
  /** Starts are read one after the other, so that the newest is the last. */
  #turn: Promise<unknown> = Promise.resolve();
  #reading = 0;
  readonly #waiting: LiveCommit[] = [];

  /** Null until the first start was read. */
  get hub(): LiveHub | null {
    return this.#hub;
  }

  onCommit(commit: LiveCommit): void {
    if (this.#reading > 0) this.#waiting.push(commit);
    else this.#hub?.onCommit(commit);
  }

  /** Makes the hub of the first start; everybody begins anew with a later one. */
  start(read: () => Promise<LiveStart>, make: (start: LiveStart) => LiveHub): Promise<LiveHub> {
    this.#reading++;
    const started = this.#turn.then(() => this.#start(read, make));
    this.#turn = started.catch(() => {});
    return started;
  }

  /** Reads a start again for a hub that is there. */
  async restart(read: () => Promise<LiveStart>): Promise<void> {
    const hub = this.#hub;
    if (hub !== null) await this.start(read, () => hub);
  }

  async #start(
    read: () => Promise<LiveStart>,
    make: (start: LiveStart) => LiveHub,
  ): Promise<LiveHub> {
    try {
      const start = await read();
      if (this.#hub === null) this.#hub = make(start);
      else this.#hub.restart(start);
      return this.#hub;
    } finally {
      if (--this.#reading === 0) {
        for (const commit of this.#waiting.splice(0)) this.#hub?.onCommit(commit);
      }
    }
  }
}
