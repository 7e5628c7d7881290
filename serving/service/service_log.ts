// The log as the API sees it: appends that are counted, topics with their lag, records to look at.

import { LOG_AWAY } from "../../domain/live_message.ts";
import type { MessageList, TopicAnswer, TopicList } from "../../domain/service_answers.ts";
import { LogReplacedError } from "../../stream/errors.ts";
import type { LogProducer, NewRecord } from "../../stream/log.ts";
import {
  findLogTrouble,
  type LogSettings,
  openConsumer,
  type OpenLog,
} from "../../stream/open_log.ts";
import { CONSUMER_NAME, PIPELINE_TOPICS } from "../../stream/topics.ts";
import { ProblemError } from "../api/problem.ts";
import type { ApiLog, AppendedOffsets } from "../ports.ts";
import { readMessages } from "./read_messages.ts";

/** How far the consumer is, and how it does. */
export interface ConsumerState {
  readonly state: string;
  /** Why it waits or is blocked; null while all is well. */
  readonly error?: string | null;
  readonly restarts: number;
  /** The next offset that the store will apply; 0 before the first. */
  positionOf(topic: string, partition: number): number;
  /** Whether it reads the partition; others of its group apply those that it does not. All when absent. */
  owns?(topic: string, partition: number): boolean;
}

/** A cluster is asked for its ends this often. */
const LOOK_EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 5_000;

/** The log, and the ends of its partitions as this process knows them: it is the only one that writes. */
export class ServiceLog implements ApiLog, LogProducer {
  readonly #log: OpenLog;
  readonly #settings: LogSettings;
  readonly #consumer: ConsumerState;
  readonly #ends = new Map<string, number[]>();
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
    this.#settings = settings;
    this.#consumer = consumer;
    this.#isReachable = settings.kind === "embedded";
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
    if (settings.kind === "embedded") await service.#readEnds();
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

  async #readEnds(): Promise<void> {
    for (const topic of PIPELINE_TOPICS) {
      const offsets = await this.#log.admin.offsets(topic);
      const ends = this.#ends.get(topic) ?? [];
      for (const { partition, endOffset } of offsets) {
        ends[partition] = Math.max(ends[partition] ?? 0, endOffset);
      }
      this.#ends.set(topic, ends);
    }
  }

  /** Others append too. */
  #lookAtEnds(): void {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error("late")), LOOK_EVERY_MS);
    });
    Promise.race([late, this.#readEnds()]).then(
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
    this.#finding ??= findLogTrouble(this.#settings)
      .then((trouble) => this.#trouble = this.#isReachable ? null : trouble, () => {})
      .finally(() => this.#finding = null);
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<readonly AppendedOffsets[]> {
    const { state, error } = this.#consumer;
    if (state === "blocked") throw refusal(`${error}`);
    const ranges = await this.#log.producer.append(topic, records).catch((cause) => {
      throw cause instanceof LogReplacedError ? refusal(cause.message, cause) : cause;
    });
    const ends = this.#ends.get(topic);
    for (const { partition, baseOffset, records } of ranges) {
      if (ends !== undefined) {
        ends[partition] = Math.max(ends[partition] ?? 0, baseOffset + records);
      }
    }
    return ranges;
  }

  /** The log is closed by whoever opened it. */
  close(): Promise<void> {
    clearInterval(this.#look);
    return Promise.resolve();
  }

  pending(): number {
    let records = 0;
    for (const [topic, ends] of this.#ends) {
      ends.forEach((end, partition) => {
        if (this.#consumer.owns?.(topic, partition) === false) return;
        records += Math.max(0, end - this.#consumer.positionOf(topic, partition));
      });
    }
    return records;
  }

  /** Records not yet applied by `topic/partition`, for the metrics. */
  lagByPartition(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      [...this.#ends].flatMap(([topic, ends]) =>
        ends.map((end, partition) => [
          `${topic}/${partition}`,
          Math.max(0, end - this.#consumer.positionOf(topic, partition)),
        ])
      ),
    );
  }

  topics(): Promise<TopicList> {
    return this.#ask(() => this.#readTopics());
  }

  /** Its client would try for minutes, and who asks would wait for it. */
  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    if (this.#settings.kind === "embedded") return await question();
    if (this.#isAway) throw awayProblem();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(awayProblem()), ANSWER_WITHIN_MS);
    try {
      return await Promise.race([question(), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #readTopics(): Promise<TopicList> {
    const infos = await this.#log.admin.topics();
    const topics = await Promise.all(infos.map(async (info): Promise<TopicAnswer> => {
      const partitions = (await this.#log.admin.offsets(info.topic))
        .map(({ partition, firstOffset, endOffset }) => {
          const applied = this.#consumer.positionOf(info.topic, partition);
          return {
            ...{ partition, first_offset: firstOffset, end_offset: endOffset },
            applied_offset: applied,
            lag: Math.max(0, endOffset - Math.max(applied, firstOffset)),
          };
        });
      const { ageMs } = info.retention;
      return {
        topic: info.topic,
        size_bytes: info.sizeBytes,
        retention_hours: ageMs === undefined ? null : ageMs / 3_600_000,
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
