// A replay of history as a page sees it: its state, kept up to date, and its own live stream.

import { signal } from "@preact/signals";
import { NO_REPLAY, type TimeMachineState } from "../domain/time_machine.ts";
import { LiveFeed } from "./live_feed.ts";
import { openLiveSocket } from "./open_live_socket.ts";
import { postJson, RefusedError } from "./write_api.ts";

const PATH = "/api/time-machine", LOOK_EVERY_MS = 500;

/** What a replay is begun with. */
export interface ReplayStart {
  readonly from: string | null;
  readonly to: string | null;
  readonly speed: number;
}

/** One page's replay. */
export class ReplaySession {
  readonly state = signal<TimeMachineState>(NO_REPLAY);
  /** What was refused, in words; null when nothing was. */
  readonly problem = signal<string | null>(null);
  readonly isBusy = signal(false);
  /** The copy's own stream; null while there is no copy. */
  readonly feed = signal<LiveFeed | null>(null);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(start: ReplayStart): Promise<void> {
    return this.#do(async () => {
      this.#follow(await postJson<TimeMachineState>(PATH, start));
    });
  }

  change(
    change: { readonly at?: string; readonly speed?: number; readonly playing?: boolean },
  ): Promise<void> {
    return this.#do(async () => {
      this.state.value = await postJson<TimeMachineState>(`${PATH}/change`, change);
    });
  }

  end(): Promise<void> {
    return this.#do(async () => {
      this.leave();
      this.state.value = await postJson<TimeMachineState>(`${PATH}/end`, {});
    });
  }

  /** Takes up a replay that runs already. */
  async join(): Promise<void> {
    const state: TimeMachineState = await (await fetch(PATH)).json();
    if (state.running) this.#follow(state);
  }

  /** Lets go: a copy that nobody follows ends by itself. */
  leave(): void {
    clearInterval(this.#timer);
    this.feed.value?.close();
    this.feed.value = null;
  }

  #follow(state: TimeMachineState): void {
    this.state.value = state;
    const feed = new LiveFeed((since) => openLiveSocket("/time-machine/live", since));
    feed.connect();
    this.feed.value = feed;
    this.#timer = setInterval(async () => {
      const answer = await fetch(PATH).catch(() => null);
      if (!answer?.ok || this.feed.value !== feed) return;
      this.state.value = await answer.json();
      if (!this.state.value.running) this.leave();
    }, LOOK_EVERY_MS);
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.problem.value = null;
    this.isBusy.value = true;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      this.problem.value = error.message;
    } finally {
      this.isBusy.value = false;
    }
  }
}
