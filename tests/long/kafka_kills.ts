// Kills leaders of the service's topic one after the other while views are posted, and holds every answer against the
// topic as another client reads it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { partitionOf } from "../../log/partition_of.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import { createKafka } from "../../log/kafka/create_kafka.ts";
import type { KafkaCluster } from "../../tasks/kafka/kafka_cluster.ts";
import { dumpByClient } from "../integration/confluent_client.ts";
import { settingsOf, withCluster } from "../integration/with_kafka.ts";
import { type StartedService, startService } from "../start_service.ts";

/** What came of it. */
export interface KillsOutcome {
  readonly kills: number;
  readonly acknowledged: number;
  /** Answers other than 202: all of them 503 with the time to wait. */
  readonly refused: number;
  readonly worstAnswerMs: number;
}

const POSTERS = 3, BROKERS = 3, PARTITIONS = 4, USERS = 200;
const MIN_ROWS = 20, MAX_ROWS = 300;
const BETWEEN_MS = 20, AGAIN_MS = 100, LOOK_MS = 200, DOWN_MS = 3_000;
const SETTLE_WITHIN_MS = 180_000;
const utf8 = new TextEncoder();

interface Row {
  readonly event_id: string;
  readonly user_id: string;
}

interface Answered {
  readonly rows: readonly Row[];
  readonly offsets: readonly { partition: number; first_offset: number; records: number }[];
  /** Whether it was taken at the first attempt: then it must be there once. */
  readonly isFirst: boolean;
}

/** Posts for as long as it is not stopped, each row until it is acknowledged. */
class Posters {
  readonly answers: Answered[] = [];
  refused = 0;
  inFlight = 0;
  worstAnswerMs = 0;
  #isOver = false;
  readonly #all: Promise<unknown>;

  constructor(url: string) {
    this.#all = Promise.all(
      Array.from({ length: POSTERS }, (_, poster) => this.#post(url, poster)),
    );
    this.#all.catch(() => {}); // told by stop()
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#all;
  }

  async #post(url: string, poster: number): Promise<void> {
    for (let next = 0; !this.#isOver;) {
      const length = MIN_ROWS + Math.floor(Math.random() * (MAX_ROWS - MIN_ROWS));
      const rows = Array.from({ length }, (_, i) => rowOf(poster, next + i));
      next += length;
      for (let attempt = 1; !await this.#isTaken(url, rows, attempt); attempt++) {
        await pause(AGAIN_MS);
      }
      await pause(BETWEEN_MS);
    }
  }

  async #isTaken(url: string, rows: readonly Row[], attempt: number): Promise<boolean> {
    const startMs = performance.now();
    this.inFlight++;
    try {
      const answer = await fetch(`${url}api/events`, {
        method: "POST",
        body: JSON.stringify(rows),
      });
      const body = await answer.json();
      this.worstAnswerMs = Math.max(this.worstAnswerMs, performance.now() - startMs);
      if (answer.status === 202) {
        this.answers.push({ rows, offsets: body.offsets, isFirst: attempt === 1 });
        return true;
      }
      this.refused++;
      assert.equal(answer.status, 503, JSON.stringify(body));
      assert.ok(Number(answer.headers.get("retry-after")) > 0, "503 without Retry-After");
      return false;
    } finally {
      this.inFlight--;
    }
  }
}

/** Runs it; throws where an answer was not kept. */
export async function killLeaders(
  { kills, onKill = () => {} }: { kills: number; onKill?: (told: string) => void },
): Promise<KillsOutcome> {
  let outcome: KillsOutcome | null = null;
  await withCluster({ brokers: BROKERS }, async (cluster, folder) => {
    const service = await startService(join(folder, "data"), {
      ...{ KAFKA_BOOTSTRAP_SERVERS: cluster.bootstrap, KAFKA_REPLICATION: String(BROKERS) },
    });
    try {
      outcome = await killWhilePosting(cluster, service, { kills, onKill });
    } finally {
      service.kill("SIGTERM");
      await service.ended;
    }
  });
  return outcome!;
}

async function killWhilePosting(
  cluster: KafkaCluster,
  service: StartedService,
  { kills, onKill }: { readonly kills: number; readonly onKill: (told: string) => void },
): Promise<KillsOutcome> {
  const posters = new Posters(service.url);
  for (let kill = 1; kill <= kills; kill++) {
    await until(
      "three replicas of each partition are in step",
      async () => (await partitionsOf(cluster)).every(({ isr }) => isr.length === BROKERS),
    );
    await until("views are acknowledged", grows(() => posters.answers.length));
    const before = await partitionsOf(cluster);
    const leaders = [...new Set(before.map(({ leader }) => leader))];
    const lost = leaders[Math.floor(Math.random() * leaders.length)]!;
    await until("a request is under way", () => posters.inFlight > 0);
    await cluster.kill(lost);
    const downMs = performance.now();
    await until(
      "its partitions have another leader",
      async () =>
        (await partitionsOf(cluster)).every(({ leader }) => leader !== lost && leader > 0),
    );
    await until("views are acknowledged without it", grows(() => posters.answers.length));
    await pause(DOWN_MS - (performance.now() - downMs));
    await cluster.restart(lost);
    const moved = before.filter(({ leader }) => leader === lost).length;
    onKill(
      `kill ${kill}: broker ${lost}, ${moved} leaders moved, ${posters.refused} refused so far`,
    );
  }
  await posters.stop();
  await check(cluster, service, posters);
  return {
    kills,
    acknowledged: posters.answers.reduce((sum, { rows }) => sum + rows.length, 0),
    refused: posters.refused,
    worstAnswerMs: Math.round(posters.worstAnswerMs),
  };
}

/** Each acknowledged row lies where its answer said; what was never refused lies there once; the store has all. */
async function check(
  cluster: KafkaCluster,
  service: StartedService,
  posters: Posters,
): Promise<void> {
  const found = await dumpByClient({
    ...{ bootstrap: cluster.bootstrap, topic: EVENTS_TOPIC, field: "event_id" },
  });
  const times = new Map<string, number>();
  for (const id of found.values()) times.set(id, (times.get(id) ?? 0) + 1);
  const lost: string[] = [], misplaced: string[] = [], doubled: string[] = [];
  let acknowledged = 0;
  for (const { rows, offsets, isFirst } of posters.answers) {
    const next = new Map(offsets.map(({ partition, first_offset }) => [partition, first_offset]));
    assert.ok(offsets.every(({ first_offset }) => first_offset >= 0), "an offset is less than 0");
    for (const { event_id, user_id } of rows) {
      acknowledged++;
      const partition = partitionOf(utf8.encode(user_id), PARTITIONS), offset = next.get(partition);
      if (!times.has(event_id)) lost.push(event_id);
      else if (found.get(`${partition}/${offset}`) !== event_id) misplaced.push(event_id);
      if (isFirst && times.get(event_id)! > 1) doubled.push(event_id);
      if (offset !== undefined) next.set(partition, offset + 1);
    }
  }
  assert.deepEqual({ lost, misplaced, doubled }, { lost: [], misplaced: [], doubled: [] });
  await until("all is applied", async () => {
    const ledger = await (await fetch(`${service.url}api/ledger`)).json();
    return ledger.pending === 0 && ledger.accepted === acknowledged && ledger.balanced &&
      ledger.quarantined === 0;
  });
}

function rowOf(poster: number, n: number): Row & Record<string, unknown> {
  return {
    ...{ event_id: `p${poster}-${n}`, user_id: `user-${(poster * 71 + n) % USERS}` },
    ...{ show_name: "Dark", watch_duration_minutes: 40 },
    // Room for 5 million rows of each poster: none may lie in the future.
    watch_date: new Date(Date.UTC(2016, 0, 1) + n * 60_000).toISOString(),
  };
}

/** Asked anew each time: a client that was there before the kill has its own trouble. */
async function partitionsOf(cluster: KafkaCluster) {
  const { kafka } = settingsOf(cluster.bootstrap);
  const admin = createKafka(kafka, { retries: 2, onError: () => {} }).admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [EVENTS_TOPIC] });
    return topics[0]!.partitions;
  } catch {
    return [{ leader: -1, isr: [] }]; // while a leader is chosen
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

/** True once a number is greater than at first. */
function grows(count: () => number): () => boolean {
  const first = count();
  return () => count() > first;
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + SETTLE_WITHIN_MS;
  while (!await isSo()) {
    assert.ok(performance.now() < deadline, `waited in vain until ${what}`);
    await pause(LOOK_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
