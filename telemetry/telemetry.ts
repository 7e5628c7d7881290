// Emits events: one call is the log line and the counter of a named event.

import { Counter } from "./prometheus.ts";
import { type EventName, EVENTS, type EventSpec } from "./events.ts";
import type { LogFields, Logger } from "./logger.ts";
import { Metrics } from "./metrics.ts";

/** Everything the service says about itself. */
export class Telemetry {
  readonly metrics = new Metrics();
  readonly #log: Logger;
  readonly #counters = new Map<EventName, InstanceType<typeof Counter>>();

  constructor(log: Logger) {
    this.#log = log;
    for (const [name, spec] of Object.entries(EVENTS) as [EventName, EventSpec][]) {
      if (spec.counter === undefined) continue;
      const { name: counterName, help, labels = [] } = spec.counter;
      const counter = new Counter({
        ...{ name: counterName, help, labelNames: [...labels] },
        registers: [this.metrics.registry],
      });
      this.#counters.set(name, counter);
    }
  }

  /** Logs an event and counts it. */
  emit(event: EventName, fields: LogFields = {}): void {
    const spec: EventSpec = EVENTS[event];
    this.#log(spec.level, event, fields);
    if (spec.counter === undefined) return;
    const { labels = [], amount } = spec.counter;
    const values = Object.fromEntries(labels.map((label) => [label, String(fields[label] ?? "")]));
    this.#counters.get(event)!.inc(values, amount === undefined ? 1 : Number(fields[amount] ?? 0));
  }
}
