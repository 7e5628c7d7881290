// What is looked for in a topic: the form whose fields are the page's address.

import type { TopicList } from "../../domain/service_answers.ts";

/** What the address asks for. */
export interface MessageQuestion {
  readonly topic: string;
  readonly partition: string;
  /** `newest`, `oldest`, an offset or an instant of ingest. */
  readonly from: string;
  readonly filter: string;
}

/** Submits by GET. */
export function MessageForm({ question, topics }: {
  readonly question: MessageQuestion;
  readonly topics: TopicList["topics"];
}) {
  const partitions = topics.find(({ topic }) => topic === question.topic)?.partitions ?? [];
  return (
    <form method="get" class="list-tools">
      <label class="field">
        Topic
        <select name="topic">
          {topics.map(({ topic }) => (
            <option key={topic} value={topic} selected={topic === question.topic}>{topic}</option>
          ))}
        </select>
      </label>
      <label class="field">
        Partition
        <select name="partition">
          <option value="">all</option>
          {partitions.map(({ partition }) => (
            <option
              key={partition}
              value={partition}
              selected={String(partition) === question.partition}
            >
              {partition}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        From
        <input
          name="from"
          list="starts"
          value={question.from}
          placeholder="newest, oldest, 1200, 2026-10-31T20:00Z"
          autocomplete="off"
        />
        <datalist id="starts">
          <option value="newest" />
          <option value="oldest" />
        </datalist>
      </label>
      <label class="field">
        Text, or field=value
        <input type="search" name="filter" value={question.filter} />
      </label>
      <button type="submit" class="button">Look</button>
    </form>
  );
}
