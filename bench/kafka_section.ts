// The section "Kafka" of docs/benchmarks.md, from one measured run.

import type { MachineDescription } from "./describe_machine.ts";
import type { StreamFigures } from "./measure_stream.ts";
import { renderMachine } from "./render_machine.ts";
import { renderTable } from "./render_table.ts";
import type { LiveLoad } from "./service/live_clients.ts";
import { quantiles } from "./stream_section.ts";

/** Views on the WebSockets of a service, at two rates. */
export interface Listened {
  readonly clients: number;
  /** At 1,000 views a second, and at 10,000. */
  readonly steady: LiveLoad;
  readonly fast: LiveLoad;
}

/** What was measured; times in seconds. */
export interface KafkaFigures {
  readonly rows: number;
  readonly produced: number;
  readonly producedByOther: number;
  readonly consumed: number;
  readonly consumedByOther: number;
  readonly producedByTools: number;
  readonly consumedByTools: number;
  /** From a full topic to the store. */
  readonly drained: number;
  readonly listened: Listened;
  readonly stream: StreamFigures;
}

/** Markdown. */
export function renderKafkaSection(
  { rows, stream, listened, ...figures }: KafkaFigures,
  { machine, load }: { readonly machine: MachineDescription; readonly load: number },
): string {
  const perSecond = (seconds: number) => `${Math.round(rows / seconds).toLocaleString("en")}/s`;
  const { produced, producedByOther, producedByTools } = figures;
  const { consumed, consumedByOther, consumedByTools } = figures;
  const { latencies, fastLatencies } = stream;
  const compare = (...each: readonly number[]) => each.map(perSecond);
  const ours = (text: string) => [text, "", ""];
  const fast = fastLatencies === null ? [] : [
    ["10,000 a second: acknowledged", "", ...ours(quantiles(fastLatencies.acknowledgedMs))],
    ["10,000 a second: subscriber told", "", ...ours(quantiles(fastLatencies.committedMs))],
  ];
  const columns = ["what", "goal", "Playhead", "confluent-kafka", "Kafka's tools"];
  const table = renderTable(columns, [
    ["produced, acknowledged by all", "", ...compare(produced, producedByOther, producedByTools)],
    ["consumed, nothing done with it", "", ...compare(consumed, consumedByOther, consumedByTools)],
    ["from the topic to committed in the store", "40,000/s", ...ours(perSecond(figures.drained))],
    ["produced meanwhile, to committed in the store", "", ...ours(perSecond(stream.commitSeconds))],
    ["1,000 a second: acknowledged", "", ...ours(quantiles(latencies.acknowledgedMs))],
    ["1,000 a second: subscriber told", "p99 < 100 ms", ...ours(quantiles(latencies.committedMs))],
    ...fast,
    [
      `1,000 a second: on ${listened.clients} WebSockets`,
      "p99 < 100 ms",
      ...ours(told(listened.steady)),
    ],
    [`10,000 a second: on ${listened.clients} WebSockets`, "", ...ours(told(listened.fast))],
  ]);
  return `## Kafka

${
    rows.toLocaleString("en")
  } events over one broker on the same machine and cores, four partitions, gzip, idempotent, keyed by user;
librdkafka through confluent-kafka in Python does the first two with the same settings, reading the same file.
So do kafka-producer-perf-test and kafka-consumer-perf-test, which take the file's lines at random and without keys. Playhead's
producer is asked for batches of 1,000, four at a time. The third line begins with a full topic and the start of
a consumer, so it joins the group in it; the fourth is what \`deno task bench:stream\` measures, with Kafka as the log: producing, storing and the broker
share the cores. The last two are from sending a request with views to a service until the message, conflated to 20 a
second, reaches a client; the clients run on the same cores. Load average at the end: ${
    load.toFixed(0)
  }.

${renderMachine(machine)}
${table}
To repeat: \`deno task bench:kafka [ROWS]\`.`;
}

function told({ p50Ms, p99Ms }: LiveLoad): string {
  return p50Ms === null || p99Ms === null
    ? "nothing came"
    : `p50 ${p50Ms.toFixed(1)}, p99 ${p99Ms.toFixed(1)} ms`;
}
