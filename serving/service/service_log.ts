// The log as the API sees it: appends that are counted, topics with their lag, records to look at.

import { within } from "../../clock/wait.ts";
import { LOG_AWAY } from "../../domain/live_message.ts";
import type { MessageList, TopicAnswer, TopicList } from "../../domain/service_answers.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { LogReplacedError } from "../../log/errors.ts";
import type { LogProducer, NewRecord } from "../../log/port.ts";
import {
  findLogTrouble,
  type LogSettings,
  openConsumer,
  type OpenLog,
} from "../../log/open_log.ts";
import { heldOf, lagOf, LogEnds, type ReaderPositions } from "../../log/log_ends.ts";
import { CONSUMER_NAME } from "../../log/topics.ts";
import { ProblemError } from "../api/problem.ts";
import type { ApiLog, AppendedOffsets } from "../ports.ts";
import { AppendedBytes } from "./appended_bytes.ts";
import { readMessages } from "./read_messages.ts";

/** How far the consumer is, and how it does. */
export interface ConsumerState extends ReaderPositions {
  readonly state: string;
  /** Why it waits or is blocked; null while all is well. */
  readonly error?: string | null;
  readonly restarts: number;
}

/** A cluster is asked for its ends this often. */
const LOOK_EVERY_MS = 2_000;
/** It is away when it has not answered for so long: a leader that moves takes a while. */
const AWAY_AFTER_MS = 4_000;
const ANSWER_WITHIN_MS = 5_000;

/** The log, and the ends of its partitions as this process knows them: it is the only one that writes. */
export class ServiceLog implements ApiLog, LogProducer {
  readonly #log: OpenLog;
  readonly #settings: LogSettings;
  readonly #consumer: ConsumerState;
  readonly #ends: LogEnds;
  readonly #bytes = new AppendedBytes();
  readonly #onAway: (isAway: boolean) => void;
  #look: ReturnType<typeof setInterval> | undefined;
  #isReachable: boolean;
  #trouble: string | null = null;
  #finding: Promise<unknown> | null = null;
  #isAway = false;

  private constructor(
    log: OpenLog,
    settings: LogSettings,
    consumer: ConsumerState,
    onAway: (isAway: boolean) => void,
  ) {
    this.#onAway = onAway;
    this.#log = log;
    this.#ends = new LogEnds(log.admin, CONSUMER_NAME);
    this.#settings = settings;
    this.#consumer = consumer;
    this.#isReachable = !log.traits.mayBeAway;
  }

  /**
   * Reads where the partitions end; a cluster that is away is asked again and again. `onAway` is told when
   * it has not answered, and when it does again.
   */
  static async over(
    log: OpenLog,
    settings: LogSettings,
    consumer: ConsumerState,
    onAway: (isAway: boolean) => void = () => {},
  ): Promise<ServiceLog> {
    const service = new ServiceLog(log, settings, consumer, onAway);
    if (!log.traits.mayBeAway) await service.#ends.read();
    else {
      service.#lookAtEnds();
      service.#look = setInterval(() => service.#lookAtEnds(), LOOK_EVERY_MS);
    }
    return service;
  }

  /** False while a cluster does not answer, or has not yet. */
  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** True once a cluster has not answered, until it does. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Why a cluster does not answer, in one line; null while it does, or before that is known. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Others append too. */
  #lookAtEnds(): void {
    const late = () => {
      throw new Error("late");
    };
    within(AWAY_AFTER_MS, this.#ends.read(this.#consumer), late).then(
      () => {
        this.#isReachable = true;
        this.#trouble = null;
        this.#tell(false);
      },
      () => {
        this.#isReachable = false;
        this.#tell(true);
        this.#findTrouble();
      },
    );
  }

  #tell(isAway: boolean): void {
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    this.#onAway(isAway);
  }

  /** One question at a time; the answer may take some seconds. */
  #findTrouble(): void {
    this.#finding ??= findLogTrouble(this.#settings, { asMember: true })
      .then((trouble) => this.#trouble = this.#isReachable ? null : trouble, () => {})
      .finally(() => this.#finding = null);
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<readonly AppendedOffsets[]> {
    const { state, error } = this.#consumer;
    if (state === "blocked") throw refusal(`${error}`);
    const ranges = await this.#log.producer.append(topic, records).catch((cause) => {
      throw cause instanceof LogReplacedError ? refusal(cause.message, cause) : cause;
    });
    this.#ends.note(topic, ranges);
    if (ranges.length > 0) {
      this.#bytes.add(topic, ranges, records.reduce((sum, { value }) => sum + value.length, 0));
    }
    return ranges;
  }

  /** The log is closed by whoever opened it. */
  close(): Promise<void> {
    clearInterval(this.#look);
    return Promise.resolve();
  }

  pending(): number {
    return this.#ends.pending(this.#consumer);
  }

  pendingBytes(): number {
    // What others of the group apply to their stores does not wait here.
    return this.#bytes.pending((topic, partition) =>
      this.#consumer.owns?.(topic, partition) === false
        ? Infinity
        : this.#consumer.positionOf(topic, partition)
    );
  }

  /** Records not yet applied by `topic/partition`, for the metrics. */
  lagByPartition(): Readonly<Record<string, number>> {
    return this.#ends.lagByPartition(this.#consumer);
  }

  topics(): Promise<TopicList> {
    return this.#ask(() => this.#readTopics());
  }

  /** Its client would try for minutes, and who asks would wait for it. */
  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    if (!this.#log.traits.mayBeAway) return await question();
    if (this.#isAway) throw awayProblem();
    return await within(ANSWER_WITHIN_MS, question(), () => {
      throw awayProblem();
    });
  }

  async #readTopics(): Promise<TopicList> {
    const infos = await this.#log.admin.topics();
    const topics = await Promise.all(infos.map(async (info): Promise<TopicAnswer> => {
      const partitions = (await this.#log.admin.offsets(info.topic))
        .map((range) => ({
          partition: range.partition,
          first_offset: range.firstOffset,
          end_offset: range.endOffset,
          applied_offset: this.#consumer.positionOf(info.topic, range.partition),
          lag: lagOf(this.#consumer, info.topic, range),
          in_open_transaction: heldOf(this.#consumer, info.topic, range),
        }));
      const { ageMs } = info.retention;
      return {
        topic: info.topic,
        size_bytes: info.sizeBytes,
        retention_hours: ageMs === undefined ? null : ageMs / HOUR_MS,
        records: partitions.reduce(
          (sum, { first_offset, end_offset }) => sum + end_offset - first_offset,
          0,
        ),
        lag: partitions.reduce((sum, { lag }) => sum + lag, 0),
        partitions,
      };
    }));
    const { state, restarts } = this.#consumer;
    const consumer = { name: CONSUMER_NAME, state, restarts, lag: this.pending() };
    return { log: this.#log.kind, consumer, topics };
  }

  messages(topic: string, options: Parameters<ApiLog["messages"]>[1]): Promise<MessageList | null> {
    const open = (
      place: { readonly topic: string; readonly partition: number; readonly offset: number },
    ) =>
      openConsumer(this.#settings, {
        ...{ name: null, topics: [place.topic], partitions: [place.partition] },
        positionOf: () => place.offset,
      });
    return this.#ask(() => readMessages({ admin: this.#log.admin, open }, topic, options));
  }
}

/** Nothing is taken in until somebody decides: it would be skipped, or gone with the process. */
function refusal(detail: string, cause?: Error): ProblemError {
  return new ProblemError("log-unavailable", `Nothing was taken in. ${detail}.`, {
    ...{ retryAfterSeconds: 60 },
    ...cause === undefined ? {} : { cause },
  });
}

function awayProblem(): ProblemError {
  return new ProblemError("log-unavailable", `${LOG_AWAY}.`, { retryAfterSeconds: 2 });
}
