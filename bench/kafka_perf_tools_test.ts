// What Kafka's tools write, as they write it.

import assert from "node:assert/strict";
import { readConsumed, readProduced } from "./kafka_perf_tools.ts";

Deno.test("readProduced() takes the sum of the run", () => {
  const told =
    "23001 records sent, 4600.2 records/sec (0.88 MB/sec), 1.0 ms avg latency, 9.0 ms max " +
    "latency.\n50000 records sent, 9876.543210 records/sec (1.88 MB/sec), 2.0 ms avg latency, 9.00 " +
    "ms max latency, 1 ms 50th, 2 ms 95th, 3 ms 99th, 4 ms 99.9th.\n";
  assert.equal(readProduced(told), 9876.54321);
  assert.throws(() => readProduced("no rate"), /must tell one/);
});

Deno.test("readConsumed() leaves out the time of joining the group", () => {
  const told = "2026-11-23 10:00:00:000, 2026-11-23 10:00:04:000, 9.5, 2.3, 50000, 12500.0000, " +
    "3000, 1000, 9.5000, 50000.0000\n";
  assert.equal(readConsumed(told), 50_000);
  assert.throws(() => readConsumed("WARNING: exiting"), /must tell one/);
});
