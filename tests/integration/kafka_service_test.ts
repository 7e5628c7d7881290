// The service on a Kafka that is away when it starts, and goes away while it is sent views.

import assert from "node:assert/strict";
import { join } from "node:path";
import { type RunningTask, startTask } from "./run_kafka_task.ts";
import { ignoreKafka, WAIT_MS, withCluster } from "./with_kafka.ts";

const SENDERS = 3, BATCH_ROWS = 50, SEND_MS = 1_000;

interface Sent {
  rows: number;
  refused: number;
}

/** All different. */
function rowsOf(sender: number, batch: number): string {
  return JSON.stringify(Array.from({ length: BATCH_ROWS }, (_, row) => ({
    ...{ user_id: `u${sender}-${row % 9}`, show_name: "Dark", watch_duration_minutes: 5 },
    watch_date: new Date(Date.UTC(2026, 0, 1) + (batch * BATCH_ROWS + row) * 60_000),
  })));
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!await isSo()) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Sends batch after batch, each until it is acknowledged. */
async function send(
  url: string,
  { sender, sent, isOver }: {
    readonly sender: number;
    readonly sent: Sent;
    readonly isOver: () => boolean;
  },
): Promise<void> {
  for (let batch = 0; !isOver(); batch++) {
    while (!await isTaken(url, rowsOf(sender, batch), sent)) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    sent.rows += BATCH_ROWS;
  }
}

/** Whether it was acknowledged; if not, it is told as a producer needs it. */
async function isTaken(url: string, body: string, sent: Sent): Promise<boolean> {
  const answer = await fetch(`${url}api/events`, { method: "POST", body });
  const { type } = await answer.json();
  if (answer.status === 202) return true;
  sent.refused++;
  assert.equal(answer.status, 503);
  assert.equal(type, "urn:playhead:problem:log-unavailable");
  assert.ok(Number(answer.headers.get("retry-after")) > 0);
  return false;
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}readyz`);
  await answer.body?.cancel();
  return answer.ok;
}

async function textOf(url: string, status: number): Promise<string> {
  const answer = await fetch(url), text = await answer.text();
  assert.equal(answer.status, status, text);
  return text;
}

async function stop(service: RunningTask): Promise<void> {
  service.kill("SIGTERM");
  const { code, told } = await service.ended;
  assert.equal(code, 0, told);
}

Deno.test({ name: "the service while Kafka comes and goes", ignore: ignoreKafka }, async (t) => {
  await withCluster({ brokers: 1 }, async (cluster, folder) => {
    await cluster.kill(1);
    const service = await startTask("start", {
      ...{ KAFKA_BOOTSTRAP_SERVERS: cluster.bootstrap, CONSUMER_WORKERS: "2" },
      ...{ PLAYHEAD_DATA: join(folder, "data"), PORT: "0", LOG_FORMAT: "json" },
    }, ["--no-sample"]);
    try {
      const [, url = ""] = /"url":"([^"]+)"/.exec(await service.says(/"url":"[^"]+"/))!;
      const sent: Sent = { rows: 0, refused: 0 };

      await t.step("it starts without a broker, and says what is missing", async () => {
        await until(
          "no reason is told",
          async () => (await textOf(`${url}readyz`, 503)).includes(cluster.bootstrap),
        );
        assert.match(await textOf(url, 200), /Kafka does not answer/);
        assert.match(await textOf(`${url}metrics`, 200), /^playhead_log_up 0$/m);
        for (
          const path of ["stream", "api/stream/topics", "api/stream/topics/watch.events/messages"]
        ) {
          assert.match(await textOf(url + path, 503), /Kafka does not answer/);
        }
        assert.equal(await isTaken(url, rowsOf(0, 0), sent), false);
      });

      await t.step("it takes views once the broker is there", async () => {
        await cluster.restart(1);
        await until("it is not ready", () => isReady(url));
        assert.doesNotMatch(await textOf(url, 200), /Kafka does not answer/);
        await textOf(`${url}stream`, 200);
        assert.match(await textOf(`${url}metrics`, 200), /^playhead_log_up 1$/m);
        const { consumer } = JSON.parse(await textOf(`${url}api/stream/topics`, 200));
        assert.equal(consumer.restarts, 0, "it joined before the new topics were led");
        assert.equal(await isTaken(url, rowsOf(SENDERS, 0), sent), true);
        sent.rows += BATCH_ROWS;
      });

      await t.step("a broker killed under load loses and doubles nothing", async () => {
        let isOver = false;
        const senders = Promise.all(Array.from(
          { length: SENDERS },
          (_, sender) => send(url, { sender, sent, isOver: () => isOver }),
        ));
        const goOn = () => new Promise((resolve) => setTimeout(resolve, SEND_MS));
        await goOn();
        const refused = sent.refused;
        await cluster.kill(1);
        await until("no sender is told", () => sent.refused > refused);
        await until("it stays ready without a broker", async () => !await isReady(url));
        await cluster.restart(1);
        const rows = sent.rows;
        await until("it takes no more", () => sent.rows > rows);
        await goOn();
        isOver = true;
        await senders;
        await until("not all is applied", async () => {
          const { accepted, pending } = JSON.parse(await textOf(`${url}api/ledger`, 200));
          return pending === 0 && accepted >= sent.rows;
        });
        const ledger = JSON.parse(await textOf(`${url}api/ledger`, 200));
        // A batch that was told as failed and came again may be there twice: as duplicates.
        assert.deepEqual(
          [ledger.accepted, ledger.quarantined, ledger.balanced],
          [sent.rows, 0, true],
        );
        await until("it is not ready again", () => isReady(url));
      });
    } finally {
      await stop(service);
    }
  });
});
