// `/stream`: the log's topics, how far they are applied, and their messages. Works over both logs.

import { createDefine, page } from "fresh";
import { DocumentHead } from "../components/kit/DocumentHead.tsx";
import { Downloads } from "../components/kit/Downloads.tsx";
import { PageHead } from "../components/kit/PageHead.tsx";
import { fitsFilter } from "../components/stream/message_filter.ts";
import { MessageForm, type MessageQuestion } from "../components/stream/MessageForm.tsx";
import { MessageItem } from "../components/stream/MessageItem.tsx";
import type { MessageList, TopicList } from "../domain/service_answers.ts";
import LiveTail from "../islands/stream/LiveTail.tsx";
import SendView from "../islands/stream/SendView.tsx";
import TopicTable from "../islands/stream/TopicTable.tsx";
import { readApi } from "../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

/** Messages looked through, and shown at most. */
const LOOKED_THROUGH = "500", SHOWN = 50;

export const handlers = define.handlers({
  GET: async (ctx) => {
    const list = await readApi<TopicList>(ctx, "/api/stream/topics");
    const given = (name: string) => ctx.url.searchParams.get(name) ?? "";
    const question: MessageQuestion = {
      topic: given("topic") || list.topics[0]?.topic || "watch.events",
      partition: given("partition"),
      from: given("from") || "newest",
      filter: given("filter"),
    };
    const query = new URLSearchParams({ from: question.from, limit: LOOKED_THROUGH });
    if (question.partition !== "") query.set("partition", question.partition);
    const path = `/api/stream/topics/${encodeURIComponent(question.topic)}/messages?${query}`;
    const { messages } = await readApi<MessageList>(ctx, path);
    const fitting = messages.filter((message) => fitsFilter(message, question.filter));
    const isNewest = question.from === "newest";
    return page({
      ...{ list, question, path, lookedThrough: messages.length, found: fitting.length },
      shown: isNewest ? fitting.slice(-SHOWN).reverse() : fitting.slice(0, SHOWN),
    });
  },
});

export default define.page<typeof handlers>(({ data }) => {
  const { list, question, path, lookedThrough, found, shown } = data;
  return (
    <>
      <DocumentHead styles={["charts", "people", "home", "stream"]} title="Stream" />
      <PageHead title="Stream" note="The log's topics, and how far the store has applied them" />
      <section class="card" aria-label="Topics">
        <TopicTable list={list} />
      </section>
      <SendView />
      <LiveTail
        topic={question.topic}
        partition={question.partition === "" ? null : Number(question.partition)}
        filter={question.filter}
      />
      <section class="card" aria-labelledby="messages">
        <div class="card-head">
          <h2 id="messages">Messages of {question.topic}</h2>
          <Downloads path={path} what="Messages" />
        </div>
        <MessageForm question={question} topics={list.topics} />
        <p class="muted num">
          {found} of {lookedThrough}{" "}
          messages fit{found > shown.length && `, ${shown.length} are shown`}
        </p>
        {shown.length === 0
          ? (
            <p class="empty">
              {lookedThrough === 0
                ? "There is no message here. Choose another start, or send one."
                : "No message here holds this text. Try an older start."}
            </p>
          )
          : shown.map((message) => (
            <MessageItem key={`${message.partition}@${message.offset}`} message={message} />
          ))}
      </section>
    </>
  );
});
