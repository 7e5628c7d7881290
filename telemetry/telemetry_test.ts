// Events become log lines and counters; gauges are read when they are scraped.

import assert from "node:assert/strict";
import { EVENTS, type EventSpec } from "./events.ts";
import { createLogger, type LogLevel } from "./logger.ts";
import { Telemetry } from "./telemetry.ts";

function collect(format: "json" | "text", level: LogLevel = "info") {
  const lines: string[] = [];
  const nowMs = () => Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  return {
    lines,
    log: createLogger({ format, level, nowMs, write: (_, line) => lines.push(line) }),
  };
}

Deno.test("Telemetry.emit() writes one line and counts by label and amount", async () => {
  const { lines, log } = collect("json", "debug");
  const telemetry = new Telemetry(log);
  telemetry.emit("events_appended", { source: "http", records: 3 });
  telemetry.emit("events_appended", { source: "http", records: 4 });
  assert.deepEqual(JSON.parse(lines[0]!), {
    ...{ time: "2026-01-02T03:04:05.678Z", level: "debug", event: "events_appended" },
    ...{ source: "http", records: 3 },
  });
  const text = await telemetry.metrics.render();
  assert.match(text, /^playhead_events_received_total\{source="http"\} 7$/m);
});

Deno.test("createLogger() leaves out what is below its level, and tells an error with its stack", () => {
  const { lines, log } = collect("json");
  log("debug", "events_appended");
  log("error", "request_failed", { error: new Error("no room"), count: 5n });
  assert.equal(lines.length, 1);
  const { error, count } = JSON.parse(lines[0]!);
  assert.match(error, /Error: no room\n\s+at /);
  assert.equal(count, "5");
});

Deno.test("createLogger() in text is one short line for people", () => {
  const { lines, log } = collect("text");
  log("info", "service_listening", { url: "http://127.0.0.1:8000", warm: true });
  log("warning", "log_recovered");
  assert.deepEqual(lines, [
    "03:04:05.678 service listening  url=http://127.0.0.1:8000  warm=true",
    "03:04:05.678 WARNING log recovered",
  ]);
});

Deno.test("Metrics.gauge() reads its values at the scrape, and forgets labels that went", async () => {
  const telemetry = new Telemetry(() => {});
  let lag: Record<string, number> = { "0": 5, "1": 6 };
  telemetry.metrics.gauge("playhead_lag", { help: "x", label: "partition", read: () => lag });
  assert.match(await telemetry.metrics.render(), /playhead_lag\{partition="1"\} 6/);
  lag = { "0": 1 };
  const text = await telemetry.metrics.render();
  assert.match(text, /playhead_lag\{partition="0"\} 1/);
  assert.doesNotMatch(text, /partition="1"/);
});

Deno.test("EVENTS names counters as Prometheus asks: playhead_…_total, each once", () => {
  const specs: EventSpec[] = Object.values(EVENTS);
  const names = specs.flatMap(({ counter }) => counter === undefined ? [] : [counter.name]);
  for (const name of names) assert.match(name, /^playhead_[a-z_]+_total$/);
  assert.equal(new Set(names).size, names.length);
});

Deno.test("createLogger() lets no text act on a terminal or pass for another line", () => {
  const evil = 'x\x1b[2J\r\n{"event":"fake"}\u202e\u2028\x9b';
  for (const format of ["json", "text"] as const) {
    const lines: string[] = [];
    const log = createLogger({
      ...{ format, level: "info", nowMs: () => 0, write: (_, line) => lines.push(line) },
    });
    log("info", "file_picked_up", { path: evil, parts: [evil] });
    log("error", "etl_failed", { error: new Error(evil) });
    for (const line of lines) {
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(line.replaceAll("\n    at ", ""), /[\x00-\x1f\x7f-\x9f\u2028\u202e]/);
    }
    if (format === "json") assert.equal(JSON.parse(lines[0]!).path, evil);
  }
});
