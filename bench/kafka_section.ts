// The section "Kafka" of docs/benchmarks.md, from one measured run.

import type { MachineDescription } from "./describe_machine.ts";
import type { StreamFigures } from "./measure_stream.ts";
import { renderMachine } from "./render_machine.ts";
import { renderTable } from "./render_table.ts";
import { quantiles } from "./stream_section.ts";

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
  readonly stream: StreamFigures;
}

/** Markdown. */
export function renderKafkaSection(
  { rows, stream, ...figures }: KafkaFigures,
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
  ]);
  return `## Kafka

${
    rows.toLocaleString("en")
  } events over one broker on the same machine and cores, four partitions, gzip, idempotent, keyed by user;
librdkafka through confluent-kafka in Python does the first two with the same settings, reading the same file.
So do kafka-producer-perf-test and kafka-consumer-perf-test, which take the file's lines at random and without keys. Playhead's
producer is asked for batches of 1,000, four at a time. The third line begins with a full topic and the start of
a consumer, so it joins the group in it; the fourth is what \`deno task bench:stream\` measures, with Kafka as the log: producing, storing and the broker
share the cores. Load average at the end: ${load.toFixed(0)}.

${renderMachine(machine)}
${table}
To repeat: \`deno task bench:kafka [ROWS]\`.`;
}
