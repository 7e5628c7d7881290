// OpenTelemetry by Deno's own means (`OTEL_DENO=true`): what a collector gets of a service, without any
// setting or permission of ours.

import assert from "node:assert/strict";
import { post, statusOf } from "../ask_service.ts";
import { startService } from "../start_service.ts";

const VIEW = JSON.stringify({
  ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 42 },
  watch_date: "2026-01-01T20:00:00Z",
});

interface Collector extends AsyncDisposable {
  readonly url: string;
  /** What came, by address. */
  readonly texts: ReadonlyMap<string, string>;
}

function startCollector(): Collector {
  const texts = new Map<string, string>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    texts.set(pathname, (texts.get(pathname) ?? "") + await request.text());
    return Response.json({});
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    texts,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("a collector gets spans of requests, their metrics, and the log lines", async () => {
  await using collector = startCollector();
  const dataPath = await Deno.makeTempDir();
  try {
    const service = await startService(dataPath, {
      OTEL_DENO: "true",
      OTEL_SERVICE_NAME: "playhead",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    });
    assert.equal((await statusOf(post(service, VIEW))).status, 202);
    assert.equal((await statusOf(fetch(`${service.url}api/overview`))).status, 200);
    service.kill("SIGTERM");
    assert.equal(await service.ended, 0); // sends what it has before it ends
    const traces = collector.texts.get("/v1/traces")!;
    const expected = ["GET", "POST", "/api/overview", "http.response.status_code", "playhead"];
    for (const text of expected) assert.ok(traces.includes(`"${text}"`), text);
    assert.match(collector.texts.get("/v1/logs")!, /service_listening/);
    assert.match(collector.texts.get("/v1/metrics")!, /"http\.server\.request\.duration"/);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});
