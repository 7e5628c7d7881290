// What the service does when the consumer commits, crashes or derives everything anew.

import type { ConsumerStatus } from "../../stream/consume/consumer_status.ts";
import type { ConsumerHandle } from "../../stream/consume/consumer_status.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { HubFeed } from "../live/hub_feed.ts";
import type { LiveHub } from "../live/live_hub.ts";
import { liveCommit, readLiveStart } from "./live_commits.ts";
import type { StoreView } from "../../store/port.ts";

/** Who is told. */
export interface Followers {
  readonly store: StoreView;
  readonly telemetry: Telemetry;
  readonly feed: HubFeed;
  readonly isSample: () => boolean;
}

type Notice = Parameters<LiveHub["notify"]>[0];

const CRASHED = {
  level: "error",
  about: "consumer",
  text: "The consumer crashed and is started again.",
} as const satisfies Notice;
const CANNOT_WRITE = {
  level: "error",
  about: "store",
  text: "The store cannot write: it is tried again.",
} as const satisfies Notice;

/** What is wrong with the consumer by now, for a hub that came after the news of it; null for nothing. */
export function troubleOf({ state, error }: Pick<ConsumerStatus, "state" | "error">) {
  switch (state) {
    case "blocked":
      return { level: "error", about: "consumer", text: `${error}` } as const satisfies Notice;
    case "restarting":
      return CRASHED;
    case "waiting":
      return CANNOT_WRITE;
    default:
      return null;
  }
}

/** Follows the consumer for as long as it runs. */
export function followConsumer(consumer: ConsumerHandle, followers: Followers): void {
  const { telemetry, feed, store, isSample } = followers;
  const { metrics } = telemetry;
  let isDown = false;
  consumer.onApplied(({ applied, committedMs }) => {
    metrics.commitSeconds.observe(Math.max(0, committedMs - applied.ingestTimeMs) / 1000);
    metrics.commitRecords.observe(applied.read);
    const byRule = Map.groupBy(applied.quarantined, ({ reasons }) => reasons[0]?.rule ?? "");
    for (const [rule, rows] of byRule) {
      telemetry.emit("rows_quarantined", { rule, rows: rows.length });
    }
    feed.onCommit(liveCommit(applied, committedMs));
  });
  consumer.onNews((news) => {
    switch (news.kind) {
      case "crashed":
        isDown = true;
        telemetry.emit("consumer_restarted", { error: news.error, inMs: news.inMs });
        return feed.hub?.notify(CRASHED);
      case "poisoned":
        telemetry.emit("consumer_lost", { place: news.place, reason: "quarantined unread" });
        return feed.hub?.notify({
          level: "warning",
          about: "consumer",
          text: `A record was quarantined unread: ${news.place}.`,
        });
      case "waiting":
        telemetry.emit("consumer_lost", { reason: news.reason });
        return feed.hub?.notify(CANNOT_WRITE);
      case "gap":
        telemetry.emit("consumer_lost", { reason: news.message });
        return feed.hub?.notify({ level: "warning", about: "log", text: `${news.message}.` });
      case "blocked":
        telemetry.emit("log_mismatch", { reason: news.reason });
        return feed.hub?.notify({ level: "error", about: "consumer", text: news.reason });
      case "recovered":
        return feed.hub?.notify({
          level: "info",
          about: "store",
          text: "The store can write again.",
        });
      case "rederiving":
        return feed.hub?.notify({
          level: "info",
          about: "store",
          text: "All figures are derived anew, as the settings changed.",
        });
      case "switched": {
        const queries = store.open();
        feed.restart(() => readLiveStart(queries, isSample()))
          .catch((error) => telemetry.emit("service_failed", { error }));
        return;
      }
      case "ready":
        if (isDown) {
          feed.hub?.notify({ level: "info", about: "consumer", text: "The consumer runs again." });
        }
        isDown = false;
        return;
      case "assigned":
      case "stopped":
        return;
      default:
        return news satisfies never;
    }
  });
}
