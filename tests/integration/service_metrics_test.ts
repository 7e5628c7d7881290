// The dashboard and the alert rules of deploy/ ask for what /metrics gives, and for all of it.

import assert from "node:assert/strict";
import { parse } from "yaml";
import { silentLogger } from "../../telemetry/logger.ts";
import { Telemetry } from "../../telemetry/telemetry.ts";
import { startService } from "../start_service.ts";

const DEPLOY = new URL("../../deploy/", import.meta.url);
/** Labels that Prometheus gives, or a histogram has. */
const COMMON_LABELS = ["job", "instance", "le"];

interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}
interface Alerts {
  readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
}

async function readExpressions(): Promise<readonly string[]> {
  const text = (name: string) => Deno.readTextFile(new URL(name, DEPLOY));
  const dashboard: Dashboard = JSON.parse(await text("grafana/playhead.json"));
  const alerts: Alerts = parse(await text("prometheus/alerts.yml"));
  return [
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...alerts.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ];
}

/** Names as expressions use them: a histogram stands for its three series. */
function seriesOf(metrics: string): Map<string, string> {
  const series = new Map<string, string>();
  for (const [, name, type] of metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const ends = type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    for (const end of ends) series.set(name! + end, name!);
  }
  return series;
}

/** Label names by metric: those that events count by, and those of the samples that are there. */
function labelsOf(metrics: string): ReadonlySet<string> {
  const { registry } = new Telemetry(silentLogger).metrics;
  const declared = registry.getMetricsAsArray().flatMap((metric) =>
    (metric as unknown as { readonly labelNames: readonly string[] }).labelNames
  );
  const shown = [...metrics.matchAll(/[{,](\w+)="/g)].map(([, name]) => name!);
  return new Set([...COMMON_LABELS, ...declared, ...shown]);
}

async function readMetrics(): Promise<string> {
  const dataPath = await Deno.makeTempDir();
  const service = await startService(dataPath);
  try {
    return await (await fetch(`${service.url}metrics`)).text();
  } finally {
    service.kill("SIGTERM");
    await service.ended;
    await Deno.remove(dataPath, { recursive: true });
  }
}

Deno.test("dashboard and alert rules name exactly the metrics that the service gives", async () => {
  const metrics = await readMetrics(), expressions = await readExpressions();
  const series = seriesOf(metrics), labels = labelsOf(metrics);
  const asked = new Set<string>();
  for (const expr of expressions) {
    for (const [name] of expr.matchAll(/\b(?:playhead|process)_\w+/g)) {
      assert.ok(series.has(name), `there is no ${name}, which is asked for: ${expr}`);
      asked.add(series.get(name)!);
    }
    for (const [, names] of expr.matchAll(/\bby \(([^)]*)\)/g)) {
      for (const label of names!.split(/,\s*/)) assert.ok(labels.has(label), `${label}: ${expr}`);
    }
    for (const [, label] of expr.matchAll(/[{,]\s*(\w+)\s*(?:=|!)/g)) {
      assert.ok(labels.has(label!), `${label}: ${expr}`);
    }
  }
  assert.deepEqual([...asked].sort(), [...new Set(series.values())].sort());
});
