// What deploy/aws watches is what the service tells, and each alarm has the figures that it waits for.

import assert from "node:assert/strict";
import { silentLogger } from "../../telemetry/logger.ts";
import { EVENTS } from "../../telemetry/events.ts";
import { Telemetry } from "../../telemetry/telemetry.ts";

const ROOT = new URL("../../", import.meta.url);
const text = (name: string) => Deno.readTextFileSync(new URL(name, ROOT));
const agent = JSON.parse(text("deploy/aws/cloudwatch_agent.json"));
const [declaration] = agent.logs.metrics_collected.prometheus.emf_processor.metric_declaration;
const selected: readonly string[] = declaration.metric_selectors.map((selector: string) =>
  selector.replace(/^\^|\$$/g, "")
);

Deno.test("the CloudWatch agent takes metrics that the rules of Prometheus page on", () => {
  const rules = text("deploy/prometheus/alerts.yml");
  for (const name of selected) assert.ok(rules.includes(name), name);
  const counters = Object.values(EVENTS).flatMap((event) =>
    "counter" in event ? [event.counter.name as string] : []
  );
  const { registry } = new Telemetry(silentLogger).metrics;
  for (const name of selected.filter((name) => name.endsWith("_total"))) {
    assert.ok(counters.includes(name) && registry.getSingleMetric(name) !== undefined, name);
  }
});

Deno.test("each alarm of AWS waits for a metric that is sent, and each that is sent has an alarm", () => {
  const alarms = [...text("deploy/aws/alarms.tf").matchAll(/^ {4}(\w+) = \{$/gm)]
    .map(([, name]) => name!);
  const others = ["disk_used_percent", "error_lines"];
  assert.deepEqual(
    alarms.filter((name) => !others.includes(name)).toSorted(),
    selected.toSorted(),
  );
  assert.equal(alarms.length, selected.length + others.length);
});

Deno.test("log lines have the level that the filter of errors looks for", () => {
  assert.match(text("deploy/aws/alarms.tf"), /\{ \$\.level = \\"error\\" \}/);
  assert.ok(Object.values(EVENTS).some(({ level }) => level === "error"));
});
