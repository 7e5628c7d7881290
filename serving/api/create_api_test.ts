// The API without a port: parameters, problems, ETags, CSV, packing, headers, the OpenAPI document.

import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import type { Overview } from "../../domain/answers.ts";
import { fakeApi } from "./api_fixture.ts";
import { viewEndpoints } from "./endpoints/view_endpoints.ts";
import { audienceEndpoints } from "./endpoints/audience_endpoints.ts";
import { qualityEndpoints } from "./endpoints/quality_endpoints.ts";
import { streamEndpoints } from "./endpoints/stream_endpoints.ts";
import { StoreBusyError } from "../../store/errors.ts";

const ENDPOINTS = [
  ...[...viewEndpoints, ...audienceEndpoints, ...qualityEndpoints, ...streamEndpoints],
];
const SHOW = encodeURIComponent('A/B "C", D');

Deno.test("every GET endpoint answers what its schema says, as JSON and as CSV", async () => {
  const { ask } = fakeApi();
  for (const { path, answer } of ENDPOINTS) {
    if (path.includes("{user_id}") || path.includes("{run_id}")) continue;
    const address = path.replace("{show_name}", SHOW).replace("{topic}", "watch.events");
    const json = await ask(address);
    assert.equal(json.status, 200, address);
    assert.ok(answer.safeParse(await json.json()).success, address);
    const csv = await ask(`${address}?format=csv`);
    assert.equal(csv.headers.get("content-type"), "text/csv; charset=utf-8", address);
    await csv.body?.cancel();
  }
});

Deno.test("parameters reach the store in its own units", async () => {
  const { ask, store } = fakeApi();
  await ask("/api/overview?from=2026-01-01&to=2026-01-01T02:00%2B02:00&show=x&country=");
  assert.deepEqual(store.asked.at(-1), {
    from: Date.UTC(2026, 0, 1),
    to: Date.UTC(2026, 0, 1),
    ...{ show: "x", country: null, device: null, hour: null, tz: "UTC" },
  });
  await ask("/api/shows?to=2026-01-01T02:00+02:00&limit=2&sort=users"); // a + that was not encoded
  assert.deepEqual(store.asked.at(-1), {
    ...{ from: null, to: Date.UTC(2026, 0, 1), sort: "users", search: null },
    ...{ limit: 2, cursor: null, trend: null, tz: "UTC" },
  });
});

Deno.test("a period and a zone fit every question about a period", async () => {
  const { ask } = fakeApi();
  const paths = ["overview", "timeseries", "shows", "heatmap", "distributions", "retention"];
  for (const path of [...paths, "sittings", "quality", "ledger/hours", "runs", `shows/${SHOW}`]) {
    const answer = await ask(
      `/api/${path}?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&tz=UTC`,
    );
    assert.equal(answer.status, 200, path);
    await answer.body?.cancel();
  }
});

Deno.test("every question takes the common parameters, used or not, and holds them to their form", async () => {
  const { ask } = fakeApi();
  for (const { path, query } of ENDPOINTS) {
    if (path.includes("{user_id}") || path.includes("{run_id}")) continue;
    const address = path.replace("{show_name}", SHOW).replace("{topic}", "watch.events");
    const start = path.endsWith("/messages") ? "oldest" : "2026-01-01T00:00:00Z";
    const tz = path.endsWith("/retention") ? "UTC" : "Asia/Kolkata"; // its weeks are kept by UTC
    const answer = await ask(
      `${address}?from=${start}&to=2026-02-01T00:00:00Z&tz=${tz}&limit=5&format=json`,
    );
    assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
    const bad = await ask(`${address}?limit=none`);
    assert.deepEqual([bad.status, (await bad.json()).parameter], [400, "limit"], path);
    assert.ok(["from", "to", "tz", "limit", "cursor"].every((name) => name in query.shape), path);
  }
});

Deno.test("a parameter that cannot be read is named, with what it must be and what it is", async () => {
  const { ask } = fakeApi();
  const cases: [string, string, RegExp][] = [
    ["/api/shows?limit=0", "limit", /whole number from 1 to 1000: current value is "0"/],
    ["/api/overview?from=yesterday", "from", /an instant such as/],
    ["/api/timeseries?tz=Mars", "tz", /time zone's name/],
    ["/api/retention?tz=Asia/Kolkata", "tz", /UTC or absent, by which the weeks/],
    ["/api/retention?tz=Mars", "tz", /time zone's name/],
    ["/api/timeseries?metric=x", "metric", /one of qualified_views, /],
    ["/api/shows?serch=x", "serch", /did you mean search\?/],
    ["/api/runs?cursor=x", "cursor", /next_cursor of the same list/],
    ["/api/shows?limit=1&limit=2", "limit", /given once/],
    ["/api/stream/topics/x/messages?from=-1", "from", /newest, oldest/],
  ];
  for (const [path, parameter, detail] of cases) {
    const answer = await ask(path);
    assert.equal(answer.status, 400, path);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    const problem = await answer.json();
    assert.equal(problem.parameter, parameter);
    assert.match(problem.detail, detail);
  }
});

Deno.test("what is not there is a problem, and other methods are told which fit", async () => {
  const { ask } = fakeApi();
  for (const path of ["/api/nothing", "/api/shows/none", "/api/users/none", "/nothing"]) {
    const answer = await ask(path);
    assert.equal(answer.status, 404, path);
    assert.match((await answer.json()).type, /^urn:playhead:problem:not-found$/);
  }
  const refused = await ask("/api/shows", { method: "DELETE" });
  assert.deepEqual([refused.status, refused.headers.get("allow")], [405, "GET, HEAD, OPTIONS"]);
  assert.equal((await ask("/api/shows", { method: "HEAD" })).status, 200);
  const options = await ask("/api/events", { method: "OPTIONS" });
  assert.deepEqual([options.status, options.headers.get("allow")], [204, "OPTIONS, POST"]);
});

Deno.test("an answer keeps its ETag until the store's next commit", async () => {
  const { ask, store } = fakeApi();
  const first = await ask("/api/shows?limit=2");
  const etag = first.headers.get("etag")!;
  const known = { headers: { "if-none-match": `"x", ${etag}` } };
  for (const tags of [`"x", ${etag}`, etag.replace("W/", ""), "*"]) {
    const same = await ask("/api/shows?limit=2", { headers: { "if-none-match": tags } });
    assert.deepEqual([same.status, await same.text()], [304, ""], tags);
    for (const name of ["etag", "vary", "cache-control", "link"]) {
      assert.equal(same.headers.get(name), first.headers.get(name), name);
    }
  }
  const another = { headers: { "if-none-match": `"x", "y, ${etag}` } };
  assert.equal((await ask("/api/shows?limit=2", another)).status, 200);
  assert.equal(store.asked.length, 1); // the second was not asked of the store
  store.seqNow++;
  const next = await ask("/api/shows?limit=2", known);
  assert.equal(next.status, 200);
  assert.notEqual(next.headers.get("etag"), etag);
  assert.equal((await ask("/api/ledger")).headers.get("cache-control"), "no-store");
});

Deno.test("long answers are packed for those who take it, and quoted as CSV", async () => {
  const { ask } = fakeApi();
  const headers = { "accept-encoding": "br, gzip" };
  const packed = await ask("/api/shows?format=csv&limit=50", { headers });
  assert.equal(packed.headers.get("content-encoding"), "gzip");
  const text = gunzipSync(await packed.bytes()).toString();
  assert.match(text, /^show_name,genre,.*\r\n"A\/B ""C"", D",,1,0.5,1,0.5,,0,30\r\n/);
  const refused = { headers: { "accept-encoding": "gzip;q=0" } };
  assert.equal((await ask("/api/shows", refused)).headers.get("content-encoding"), null);
});

Deno.test("answers carry security headers, and CORS only for named origins", async () => {
  const origin = { headers: { origin: "https://a.example" } };
  const closed = await fakeApi().ask("/api/overview", origin);
  assert.equal(closed.headers.get("x-content-type-options"), "nosniff");
  assert.match(closed.headers.get("content-security-policy")!, /default-src 'none'/);
  assert.equal(closed.headers.get("access-control-allow-origin"), null);
  const api = fakeApi({ corsOrigins: ["https://a.example"] });
  const open = await api.ask("/api/overview", origin);
  assert.equal(open.headers.get("access-control-allow-origin"), "https://a.example");
  const known = { ...origin.headers, "if-none-match": open.headers.get("etag")! };
  const same = await api.ask("/api/overview", { headers: known });
  assert.equal(same.status, 304);
  for (const [name, value] of open.headers) {
    if (!/^(content-type|content-length)$/.test(name)) {
      assert.equal(same.headers.get(name), value, name);
    }
  }
});

Deno.test("/openapi.json is OpenAPI 3.1 and describes each endpoint; /docs is served from here", async () => {
  const { ask } = fakeApi();
  const document = await (await ask("/openapi.json")).json();
  assert.equal(document.openapi, "3.1.0");
  for (const { path } of ENDPOINTS) assert.ok(document.paths[path]?.get, path);
  for (const path of ["/api/events", "/api/quarantine/replay"]) {
    assert.ok(document.paths[path].post);
  }
  assert.ok(document.paths["/api/live"].get);
  const page = await (await ask("/docs")).text();
  for (const [, address] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
    assert.match(address!, /^\//);
    if (address!.startsWith("/docs/")) assert.equal((await ask(address!)).status, 200, address);
  }
});

Deno.test("probes say how the service is", async () => {
  const { ask, log } = fakeApi();
  assert.equal((await ask("/healthz")).status, 200);
  assert.equal((await ask("/readyz")).status, 200);
  log.failure = new Error("away");
  assert.equal((await ask("/readyz")).status, 503);
  assert.match(
    await (await ask("/metrics")).text(),
    /playhead_http_request_duration_seconds_count/,
  );
});

Deno.test("A list's next page is told in the Link header, also to who reads CSV", async () => {
  const { ask } = fakeApi();
  for (const format of ["csv", "json"]) {
    const link = (await ask(`/api/shows?search=a%26b&limit=2&format=${format}`)).headers.get(
      "link",
    );
    assert.equal(link, `</api/shows?search=a%26b&limit=2&format=${format}&cursor=x>; rel="next"`);
  }
  assert.equal((await ask("/api/overview")).headers.get("link"), null);
});

Deno.test("A range that ends before it begins is refused, an empty one is answered", async () => {
  const { ask } = fakeApi();
  const answer = await ask("/api/overview?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z");
  assert.equal(answer.status, 400);
  const { parameter, detail } = await answer.json();
  assert.equal(parameter, "from");
  assert.match(detail, /no later than to \(2026-01-01T00:00:00Z\)/);
  const at = "2026-02-01T00:00:00Z";
  assert.equal((await ask(`/api/overview?from=${at}&to=${at}`)).status, 200);
});

Deno.test("answers that come later are kept for the commit they were asked at, and no longer", async () => {
  const { ask, store, ports } = fakeApi();
  const { queries } = store, waiting: ((users: number) => void)[] = [];
  const overview = () =>
    new Promise<Overview>((resolve) => {
      waiting.push(async (users) =>
        resolve({ ...await queries.overview({ from: null, to: null }), users })
      );
    });
  Object.assign(ports, { queries: () => ({ ...queries, overview }) });
  const usersOf = async (asked: Promise<Response>) => (await (await asked).json()).users;
  const early = ask("/api/overview");
  await Promise.resolve();
  store.seqNow++;
  const late = ask("/api/overview");
  while (waiting.length < 2) await new Promise((resolve) => setTimeout(resolve, 0));
  waiting[1]!(2);
  assert.equal(await usersOf(late), 2);
  waiting[0]!(1);
  assert.equal(await usersOf(early), 1);
  assert.equal(await usersOf(ask("/api/overview")), 2); // kept
  assert.equal(waiting.length, 2);
});

Deno.test("a store that is asked too much says when to come again", async () => {
  const { ask, ports, store } = fakeApi();
  const breakdown = () => Promise.reject(new StoreBusyError());
  Object.assign(ports, { queries: () => ({ ...store.queries, breakdown }) });
  const answer = await ask("/api/breakdown");
  assert.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "5"]);
  assert.match((await answer.json()).detail, /within 10 s: ask again/);
});
