// What is measured beside events: requests, commits, lag, live clients, the process. Prometheus's names.

import process from "node:process";
import { Counter, Gauge, Histogram, Registry } from "./prometheus.ts";

const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BATCH_RECORDS = [1, 10, 100, 1_000, 5_000, 20_000];

/** By the label's value; under "" where there is no label. */
export type GaugeValues = Readonly<Record<string, number>>;

/** The process's registry and what observes into it. */
export class Metrics {
  readonly registry = new Registry();
  readonly requestSeconds = new Histogram({
    name: "playhead_http_request_duration_seconds",
    help: "Time to answer a request, by route and status.",
    labelNames: ["method", "route", "status"],
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });
  readonly commitSeconds = new Histogram({
    name: "playhead_commit_latency_seconds",
    help: "From the log's taking in to the store's commit, of each commit's newest record.",
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });
  readonly commitRecords = new Histogram({
    name: "playhead_commit_records",
    help: "Records in one commit of the store.",
    buckets: BATCH_RECORDS,
    registers: [this.registry],
  });
  readonly sendSeconds = new Histogram({
    name: "playhead_live_latency_seconds",
    help: "From the log's taking in to the live message, of each message's newest record.",
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });

  constructor() {
    const startedMs = Date.now();
    this.gauge("process_start_time_seconds", {
      help: "Start of the process, in seconds since 1970.",
      read: () => ({ "": startedMs / 1000 }),
    });
    new Counter({
      name: "process_cpu_seconds_total",
      help: "Processor time of the process, in all its threads.",
      registers: [this.registry],
      collect() {
        const { user, system } = process.cpuUsage();
        this.reset();
        this.inc((user + system) / 1e6);
      },
    });
    this.gauge("process_resident_memory_bytes", {
      help: "Resident memory of the process.",
      read: () => ({ "": Deno.memoryUsage().rss }),
    });
    this.gauge("playhead_heap_used_bytes", {
      help: "JavaScript heap in use on the main thread.",
      read: () => ({ "": Deno.memoryUsage().heapUsed }),
    });
  }

  /** Adds a gauge whose values are read when it is scraped: by label value, or under "". */
  gauge(
    name: string,
    { help, label, read }: {
      readonly help: string;
      readonly label?: string;
      readonly read: () => GaugeValues | Promise<GaugeValues>;
    },
  ): void {
    new Gauge({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [this.registry],
      async collect() {
        const values = await read();
        this.reset();
        for (const [value, number] of Object.entries(values)) {
          this.set(label === undefined ? {} : { [label]: value }, number);
        }
      },
    });
  }

  /** The text that Prometheus scrapes. */
  async render(): Promise<string> {
    return await this.registry.metrics();
  }
}
