// Topics and partitions with offsets, lag and rate, asked for every second.

import { useEffect, useRef, useState } from "preact/hooks";
import { formatBytes, formatCount } from "../../domain/format.ts";
import type { TopicList } from "../../domain/service_answers.ts";

const EVERY_MS = 1_000;

interface Shown {
  readonly list: TopicList;
  /** Messages a second by `topic/partition`, since the last time. */
  readonly rates: ReadonlyMap<string, number>;
  readonly isOld: boolean;
}

/** `list` is what the page was made with. */
export default function TopicTable({ list }: { readonly list: TopicList }) {
  const [shown, setShown] = useState<Shown>({ list, rates: new Map(), isOld: false });
  const last = useRef({ list, atMs: 0 });
  useEffect(() => {
    const look = async () => {
      try {
        const answer = await fetch("/api/stream/topics", { signal: AbortSignal.timeout(5_000) });
        if (!answer.ok) throw new Error(String(answer.status));
        const next: TopicList = await answer.json(), atMs = performance.now();
        const { list: before, atMs: beforeMs } = last.current;
        last.current = { list: next, atMs };
        setShown({
          list: next,
          rates: beforeMs === 0 ? new Map() : ratesOf(before, next, (atMs - beforeMs) / 1_000),
          isOld: false,
        });
      } catch {
        setShown((now) => ({ ...now, isOld: true }));
      }
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const { consumer, log, topics } = shown.list, most = log === "kafka" ? "≤ " : "";
  const held = topics.flatMap(({ partitions }) => partitions)
    .reduce((sum, { in_open_transaction }) => sum + in_open_transaction, 0);
  return (
    <>
      <p>
        <span class="badge">{log === "kafka" ? "Apache Kafka" : "embedded log"}</span>{" "}
        <span class={`badge ${consumer.state === "running" ? "good" : "warn"}`}>
          consumer {consumer.name}: {consumer.state}
        </span>{" "}
        <span class="num">
          {consumer.lag === 0 ? "nothing waits" : `${formatCount(consumer.lag)} messages behind`}
          {held > 0 &&
            `, ${formatCount(held)} of them wait for an open transaction of their producer to end`}
          {consumer.restarts > 0 && `, restarted ${consumer.restarts} times`}
        </span>{" "}
        {shown.isOld && <span class="badge bad">not up to date: the service does not answer</span>}
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Topics and partitions">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Topic, partition</th>
              {["Lag", "A second", "Messages", "First", "End", "Applied", "Size"].map((name) => (
                <th key={name} scope="col" class="num">{name}</th>
              ))}
            </tr>
          </thead>
          {topics.map((topic) => (
            <tbody key={topic.topic}>
              <tr class="topic-row">
                <th scope="rowgroup">
                  <a href={`/stream?topic=${encodeURIComponent(topic.topic)}`}>{topic.topic}</a>
                </th>
                <td class="num">{formatCount(topic.lag)}</td>
                <td class="num">{formatRate(rateOf(shown, topic))}</td>
                <td class="num">{most + formatCount(topic.records)}</td>
                <td colSpan={3} class="muted num">{topic.partitions.length} partitions</td>
                <td class="num">
                  {topic.size_bytes === null ? "–" : formatBytes(topic.size_bytes)}
                </td>
              </tr>
              {topic.partitions.map((partition) => (
                <tr key={partition.partition}>
                  <th scope="row" class="partition">{partition.partition}</th>
                  <td class="num">
                    {formatCount(partition.lag)}
                    {partition.in_open_transaction > 0 && (
                      <span class="muted" title="behind the beginning of an open transaction">
                        {` (${formatCount(partition.in_open_transaction)} in a transaction)`}
                      </span>
                    )}
                  </td>
                  <td class="num">
                    {formatRate(shown.rates.get(`${topic.topic}/${partition.partition}`))}
                  </td>
                  <td class="num">
                    {most + formatCount(partition.end_offset - partition.first_offset)}
                  </td>
                  <td class="num">{formatCount(partition.first_offset)}</td>
                  <td class="num">{formatCount(partition.end_offset)}</td>
                  <td class="num">{formatCount(partition.applied_offset)}</td>
                  <td />
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

function ratesOf(before: TopicList, next: TopicList, seconds: number): Map<string, number> {
  const ends = new Map<string, number>(
    before.topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, end_offset }) => [`${topic}/${partition}`, end_offset] as const)
    ),
  );
  return new Map(
    next.topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, end_offset }) => {
        const place = `${topic}/${partition}`;
        return [place, (end_offset - (ends.get(place) ?? end_offset)) / seconds] as const;
      })
    ),
  );
}

function rateOf({ rates }: Shown, { topic, partitions }: TopicList["topics"][number]) {
  if (rates.size === 0) return undefined;
  return partitions.reduce(
    (sum, { partition }) => sum + (rates.get(`${topic}/${partition}`) ?? 0),
    0,
  );
}

function formatRate(rate: number | undefined): string {
  return rate === undefined ? "–" : rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate));
}
