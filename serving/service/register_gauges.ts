// The gauges of the service: lag, ledger, consumer, live clients.

import { balances } from "../../domain/ledger.ts";
import type { ConsumerHandle } from "../../stream/consume/consumer_status.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { LiveHub } from "../live/live_hub.ts";
import type { ServiceLog } from "./service_log.ts";
import type { StoreView } from "../../store/port.ts";

/** What is read at each scrape. */
export interface GaugeSources {
  readonly log: ServiceLog;
  readonly consumer: ConsumerHandle;
  readonly store: StoreView;
  readonly hub: () => LiveHub | null;
}

/** Adds the gauges to the metrics. */
export function registerGauges({ metrics }: Telemetry, sources: GaugeSources): void {
  const { log, consumer, store, hub } = sources;
  metrics.gauge("playhead_log_up", {
    help: "1 while the log answers; 0 while Kafka is away.",
    read: () => ({ "": log.isReachable ? 1 : 0 }),
  });
  metrics.gauge("playhead_log_matches_store", {
    help: "0 while the log is not the one that the store has applied: appends are refused then.",
    read: () => ({ "": consumer.status().state === "blocked" ? 0 : 1 }),
  });
  metrics.gauge("playhead_consumer_lag_records", {
    help: "Records in the log that the store has not applied, by topic/partition.",
    label: "partition",
    read: () => log.lagByPartition(),
  });
  metrics.gauge("playhead_consumer_up", {
    help: "1 while the consumer runs.",
    read: () => ({ "": consumer.status().state === "running" ? 1 : 0 }),
  });
  metrics.gauge("playhead_ledger_rows", {
    help: "Rows by where they went; read is their sum.",
    label: "outcome",
    read: async () => {
      const ledger = await store.queries?.ledger(0);
      if (ledger === undefined) return {};
      const { read, accepted, duplicate, quarantined, excluded } = ledger;
      return { read, accepted, duplicate, quarantined, excluded };
    },
  });
  metrics.gauge("playhead_ledger_balanced", {
    help: "1 while every row that was read is accounted for.",
    read: async () => {
      const ledger = await store.queries?.ledger(0);
      return { "": ledger === undefined || balances(ledger) ? 1 : 0 };
    },
  });
  metrics.gauge("playhead_live_clients", {
    help: "Live clients, by WebSocket and server-sent events.",
    read: () => ({ "": hub()?.clients ?? 0 }),
  });
}
