// The time machine: one replay of history at a time, in a copy that ends with its page.

import { join } from "node:path";
import { removeTree } from "../../../lake/disk/names.ts";
import { steadyClock } from "../../../clock/clock.ts";
import { formatInstant } from "../../../domain/instant.ts";
import type { Thresholds } from "../../../domain/scoring.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { NO_REPLAY, type TimeMachineState } from "../../../domain/time_machine.ts";
import type { Telemetry } from "../../../telemetry/telemetry.ts";
import type { LiveHub } from "../../live/live_hub.ts";
import type { ReplayChange, ReplayStart, TimeMachinePort } from "../../ports.ts";
import { CopyPipeline } from "./copy_pipeline.ts";
import { Player } from "./player.ts";
import type { StoreHistory, StoreQueries } from "../../../store/port.ts";

/** The copy holds no more views, as all of it is written again. */
const MAX_VIEWS = 2_000_000;
/** A copy that nobody looks at, and any copy, is over after so long. */
const UNWATCHED_MS = 15_000, LONGEST_MS = 2 * HOUR_MS, LOOK_EVERY_MS = 1_000;

/** What it is given. */
export interface TimeMachineOptions {
  readonly dataPath: string;
  readonly thresholds: Thresholds;
  readonly telemetry: Telemetry;
  readonly queries: () => StoreQueries | null;
  /** How long a copy stays that nobody looks at. */
  readonly unwatchedMs?: number;
}

/** A replay: what is open, and what ends it. */
interface Replay {
  readonly player: Player;
  readonly ended: Promise<void>;
  readonly stop: AbortController;
  readonly history: StoreHistory;
  readonly fromMs: number;
  readonly toMs: number;
  readonly views: number;
  copy: CopyPipeline;
}

/** Copies lie in a folder beside the store; what a crash left there goes at the next start. */
export class TimeMachine implements TimeMachinePort {
  readonly #options: TimeMachineOptions;
  readonly #folder: string;
  readonly #cleaned: Promise<void>;
  #replay: Replay | null = null;
  /** Starts and ends happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #copies = 0;

  constructor(options: TimeMachineOptions) {
    this.#options = options;
    this.#folder = join(options.dataPath, "time-machine");
    this.#cleaned = removeTree(this.#folder);
  }

  state(): TimeMachineState {
    if (this.#replay === null) return NO_REPLAY;
    const { player, fromMs, toMs, views, copy } = this.#replay, { atMs, ...state } = player.state;
    return {
      ...{ running: true, views, pending: copy.pending() },
      ...{ from: formatInstant(fromMs), to: formatInstant(toMs), at: formatInstant(atMs) },
      ...state,
    };
  }

  /** The copy's live stream; null when nothing is replayed. */
  get hub(): LiveHub | null {
    return this.#replay?.copy.hub ?? null;
  }

  start(start: ReplayStart): Promise<TimeMachineState> {
    return this.#inTurn(async () => {
      if (this.#replay !== null) {
        throw new RangeError("Cannot start a replay as there is one already: end it first");
      }
      const queries = this.#options.queries();
      const { fromMs, toMs, views } = await periodOf(queries, start);
      await this.#cleaned;
      const copy = await this.#openCopy(), stop = new AbortController();
      const history = queries!.history();
      const player = new Player({
        ...{ fromMs, toMs, speed: start.speed, clock: steadyClock },
        read: (piece) => history.read(piece),
        send: (batch) => replay.copy.send(batch, stop.signal),
        restart: async () => {
          await this.#closeCopy(replay.copy);
          replay.copy = await this.#openCopy();
        },
      });
      // Not before `replay` is there.
      const ended = Promise.resolve().then(() => player.run(stop.signal))
        .catch((error) => this.#options.telemetry.emit("service_failed", { error }))
        .then(() => this.#finish(replay));
      const replay: Replay = { player, ended, stop, history, fromMs, toMs, views, copy };
      this.#replay = replay;
      this.#watch(replay);
      return this.state();
    });
  }

  change({ at, speed, playing }: ReplayChange): TimeMachineState {
    const player = this.#replay?.player;
    if (player === undefined) throw new RangeError("Cannot change a replay as there is none");
    if (speed !== null) player.setSpeed(speed);
    if (at !== null) player.seek(at);
    if (playing !== null) player.play(playing);
    return this.state();
  }

  /** Ends the replay, if there is one, and removes its copy. */
  end(): Promise<TimeMachineState> {
    return this.#inTurn(async () => {
      this.#replay?.stop.abort();
      await this.#replay?.ended;
      return this.state();
    });
  }

  async close(): Promise<void> {
    await this.end();
    await this.#cleaned;
  }

  #openCopy(): Promise<CopyPipeline> {
    const { dataPath, thresholds } = this.#options;
    return CopyPipeline.open({
      dataPath: join(this.#folder, String(++this.#copies)),
      catalogPath: join(dataPath, "catalog.json"),
      thresholds,
    });
  }

  async #closeCopy(copy: CopyPipeline): Promise<void> {
    await copy.close();
    await removeTree(join(this.#folder, String(this.#copies)));
  }

  /** After the player's last view, whatever ended it. */
  async #finish(replay: Replay): Promise<void> {
    replay.stop.abort();
    this.#replay = null;
    replay.history[Symbol.dispose]();
    await this.#closeCopy(replay.copy);
  }

  #watch(replay: Replay): void {
    const { unwatchedMs = UNWATCHED_MS } = this.#options, startedMs = performance.now();
    let seenMs = startedMs;
    const timer = setInterval(() => {
      const nowMs = performance.now();
      if (replay.copy.hub.clients > 0) seenMs = nowMs;
      if (nowMs - seenMs > unwatchedMs || nowMs - startedMs > LONGEST_MS) replay.stop.abort();
    }, Math.min(LOOK_EVERY_MS, unwatchedMs));
    replay.stop.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

async function periodOf(queries: StoreQueries | null, { from, to }: ReplayStart) {
  const overview = await queries?.overview({ from, to });
  if (!overview || overview.first_watch_date === null || overview.last_watch_date === null) {
    throw new RangeError("Cannot start a replay as this period has no views");
  }
  if (overview.accepted_views > MAX_VIEWS) {
    throw new RangeError(
      `Cannot replay a period as it must have at most ${MAX_VIEWS} views: ` +
        `current value is ${overview.accepted_views}`,
    );
  }
  return {
    fromMs: Date.parse(overview.first_watch_date),
    toMs: Date.parse(overview.last_watch_date) + 1,
    views: overview.accepted_views,
  };
}
