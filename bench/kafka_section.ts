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
  readonly stream: StreamFigures;
}

/** Markdown. */
export function renderKafkaSection(
  { rows, stream, ...figures }: KafkaFigures,
  { machine, load }: { readonly machine: MachineDescription; readonly load: number },
): string {
  const perSecond = (seconds: number) => `${Math.round(rows / seconds).toLocaleString("en")}/s`;
  const { produced, producedByOther, consumed, consumedByOther } = figures;
  const { latencies } = stream;
  const table = renderTable(["what", "goal", "Playhead", "confluent-kafka"], [
    ["produced, acknowledged by all", "", perSecond(produced), perSecond(producedByOther)],
    ["consumed, nothing done with it", "", perSecond(consumed), perSecond(consumedByOther)],
    ["produced to committed in the store", "40,000/s", perSecond(stream.commitSeconds), ""],
    ["1,000 a second: acknowledged", "", quantiles(latencies.acknowledgedMs), ""],
    ["1,000 a second: subscriber told", "p99 < 100 ms", quantiles(latencies.committedMs), ""],
  ]);
  return `## Kafka

${
    rows.toLocaleString("en")
  } events over one broker on the same machine and cores, four partitions, gzip, idempotent, keyed by user;
librdkafka through confluent-kafka in Python does the first two with the same settings, reading the same file. Playhead's
producer is asked for batches of 1,000, four at a time; the third line is what \`deno task bench:stream\` measures, with
Kafka as the log, and is bound by the store. Load average at the end: ${load.toFixed(0)}.

${renderMachine(machine)}
${table}
To repeat: \`deno task bench:kafka [ROWS]\`.`;
}
