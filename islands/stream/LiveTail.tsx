// Follows a topic: each partition is read on from where the last answer ended, so a burst is seen whole.

import { useEffect, useRef, useState } from "preact/hooks";
import { fitsFilter } from "../../components/stream/message_filter.ts";
import { MessageItem } from "../../components/stream/MessageItem.tsx";
import type { MessageAnswer, MessageList, TopicList } from "../../domain/service_answers.ts";

const EVERY_MS = 500, AT_ONCE = 500, MAX_KEPT = 2_000, SHOWN = 200;

/** What is followed; `partition` null takes all, `filter` as in the form above. */
export default function LiveTail({ topic, partition, filter }: {
  readonly topic: string;
  readonly partition: number | null;
  readonly filter: string;
}) {
  const [isOn, setIsOn] = useState(false);
  const [messages, setMessages] = useState<readonly MessageAnswer[]>([]);
  const [seen, setSeen] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const next = useRef<Map<number, number> | null>(null);
  useEffect(() => {
    if (!isOn) return;
    const stop = new AbortController();
    const follow = async () => {
      while (!stop.signal.aborted) {
        try {
          next.current ??= await readEnds(topic, partition);
          const found = await readOn(topic, next.current, stop.signal);
          setProblem(null);
          if (found.length > 0) {
            setSeen((count) => count + found.length);
            const fitting = found.filter((message) => fitsFilter(message, filter)).reverse();
            setMessages((kept) => [...fitting, ...kept].slice(0, MAX_KEPT));
          }
        } catch (error) {
          if (!stop.signal.aborted) setProblem(error instanceof Error ? error.message : "failed");
        }
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    };
    follow();
    return () => stop.abort();
  }, [isOn, topic, partition, filter]);
  return (
    <section class="card" aria-labelledby="tail">
      <div class="card-head">
        <h2 id="tail">Live tail</h2>
        <span class="actions">
          <button
            type="button"
            class={isOn ? "button" : "button primary"}
            aria-pressed={isOn}
            onClick={() => setIsOn(!isOn)}
          >
            {isOn ? "Pause" : seen === 0 ? "Follow" : "Go on"}
          </button>
          <button
            type="button"
            class="button"
            disabled={messages.length === 0}
            onClick={() => saveNdjson(topic, messages)}
          >
            Save as NDJSON
          </button>
        </span>
      </div>
      {problem !== null && <p class="problem">Cannot read on: {problem}. It is tried again.</p>}
      <p class="muted num" role="status">
        {seen === 0
          ? "Shows what comes in from now on; paused, it goes on where it was."
          : `${seen} messages came, ${messages.length} fit${
            messages.length > SHOWN ? `, the newest ${SHOWN} are shown` : ""
          }.`}
      </p>
      {messages.slice(0, SHOWN).map((message) => (
        <MessageItem key={`${message.partition}@${message.offset}`} message={message} />
      ))}
    </section>
  );
}

async function ask<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await fetch(path, signal === undefined ? {} : { signal });
  if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
  return await answer.json();
}

async function readEnds(topic: string, partition: number | null): Promise<Map<number, number>> {
  const { topics } = await ask<TopicList>("/api/stream/topics");
  const partitions = topics.find((one) => one.topic === topic)?.partitions ?? [];
  return new Map(
    partitions.filter((one) => partition === null || one.partition === partition)
      .map((one) => [one.partition, one.end_offset]),
  );
}

/** Moves `next` on behind what it gives. */
async function readOn(
  topic: string,
  next: Map<number, number>,
  signal: AbortSignal,
): Promise<MessageAnswer[]> {
  const lists = await Promise.all([...next].map(async ([partition, from]) => {
    const query = new URLSearchParams({
      ...{ partition: String(partition), from: String(from), limit: String(AT_ONCE) },
    });
    const path = `/api/stream/topics/${encodeURIComponent(topic)}/messages?${query}`;
    const { messages } = await ask<MessageList>(path, signal);
    return messages;
  }));
  const found = lists.flat();
  for (const { partition, offset } of found) {
    next.set(partition, Math.max(next.get(partition) ?? 0, offset + 1));
  }
  return found.sort((a, b) => a.ingested_at < b.ingested_at ? -1 : 1);
}

function saveNdjson(topic: string, messages: readonly MessageAnswer[]): void {
  const lines = messages.map((message) => JSON.stringify(message)).join("\n") + "\n";
  const href = URL.createObjectURL(new Blob([lines], { type: "application/x-ndjson" }));
  const link = Object.assign(document.createElement("a"), { href, download: `${topic}.ndjson` });
  link.click();
  URL.revokeObjectURL(href);
}
