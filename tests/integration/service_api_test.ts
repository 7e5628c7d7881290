// The API of a running service over its own store and log, as programs use it.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { applied, post, statusOf, withService } from "../ask_service.ts";

const SHOWS = 25;
const PER_SHOW = 4;

function view(show: number, index: number) {
  return {
    ...{ user_id: `user ${index}`, show_name: `Show ${show}, "${show}"`, episode: `E${index}` },
    watch_duration_minutes: 10 + show,
    watch_date: new Date(Date.UTC(2026, 0, 1 + show, index)).toISOString(),
  };
}

const VIEWS = Array.from(
  { length: SHOWS * PER_SHOW },
  (_, i) => view(Math.floor(i / PER_SHOW), i % PER_SHOW),
);

Deno.test("what was posted is what the API tells, in JSON, CSV and pages", async () => {
  await withService(async (service) => {
    const taken = await (await post(service, JSON.stringify(VIEWS))).json();
    assert.deepEqual([taken.received, taken.valid, taken.rows], [VIEWS.length, VIEWS.length, []]);
    await applied(service);
    const ask = async (path: string) => await (await fetch(`${service.url}api/${path}`)).json();

    const overview = await ask("overview?tz=Europe/Berlin");
    assert.deepEqual(
      [overview.qualified_views, overview.users, overview.shows, overview.first_watch_date],
      [VIEWS.length, PER_SHOW, SHOWS, "2026-01-01T00:00:00.000Z"],
    );
    const day = await ask("overview?from=2026-01-03T00:00:00Z&to=2026-01-03T02:00:00Z");
    assert.equal(day.qualified_views, 2); // `to` is not part of the range
    const series = await ask("timeseries?metric=qualified_views&grain=day&tz=Asia/Kolkata");
    assert.equal(series.points[0].start, "2025-12-31T18:30:00.000Z"); // midnight there
    const sum = series.points.reduce((sum: number, { value }: { value: number }) => sum + value, 0);
    assert.equal(sum, VIEWS.length);

    const names: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page = await ask(`shows?sort=show_name&limit=7&cursor=${encodeURIComponent(cursor)}`);
      names.push(...page.shows.map(({ show_name }: { show_name: string }) => show_name));
      cursor = page.next_cursor;
    }
    assert.equal(new Set(names).size, SHOWS);
    assert.equal(names.length, SHOWS);
    assert.deepEqual(names, names.toSorted());
    const csv = await (await fetch(`${service.url}api/shows?format=csv&limit=1&search=Show+7`))
      .text();
    assert.match(csv, /^show_name,.*\r\n"Show 7, ""7""",/);

    const address = `shows/${encodeURIComponent(names[0]!)}`;
    assert.equal((await ask(address)).qualified_views, PER_SHOW);
    assert.equal((await ask("users/user%201")).qualified_views, SHOWS);
    const { topics } = await ask("stream/topics");
    assert.equal(topics[0].records, VIEWS.length);
    const { messages } = await ask("stream/topics/watch.events/messages?from=oldest&limit=1");
    assert.ok(VIEWS.some(({ show_name }) => JSON.parse(messages[0].value).show_name === show_name));
  });
});

Deno.test("answers keep their tag until the next commit; HEAD has GET's headers", async () => {
  await withService(async (service) => {
    await statusOf(post(service, JSON.stringify(VIEWS)));
    await applied(service);
    const url = `${service.url}api/shows`;
    const get = await fetch(url), length = (await get.bytes()).length;
    const tag = get.headers.get("etag")!;
    for (const known of [tag, tag.replace("W/", ""), `"x", ${tag}`, "*"]) {
      const again = await statusOf(fetch(url, { headers: { "if-none-match": known } }));
      assert.equal(again.status, 304, known);
    }
    const head = await statusOf(fetch(url, { method: "HEAD", headers: { "accept-encoding": "" } }));
    assert.equal(head.headers.get("etag"), tag);
    assert.ok(Number(head.headers.get("content-length")) > 0);
    assert.ok(length > 0);
    for (const path of ["", "healthz", "openapi.json", "metrics", "docs"]) {
      const head = await statusOf(fetch(service.url + path, { method: "HEAD" }));
      assert.equal(head.status, 200, path);
      assert.ok(Number(head.headers.get("content-length")) > 0, path);
      assert.equal(head.headers.get("x-content-type-options"), "nosniff", path);
    }
    const live = await statusOf(fetch(`${service.url}api/live`, { method: "HEAD" }));
    assert.equal(live.headers.get("content-type"), "text/event-stream");
    await statusOf(post(service, JSON.stringify(view(99, 0))));
    await applied(service);
    const later = await statusOf(fetch(url, { headers: { "if-none-match": tag } }));
    assert.equal(later.status, 200);
  });
});

Deno.test("other methods are refused with those that fit, OPTIONS tells them", async () => {
  await withService(async ({ url }) => {
    const cases = [
      ["DELETE", "api/overview", 405, "GET, HEAD, OPTIONS"],
      ["GET", "api/events", 405, "OPTIONS, POST"],
      ["POST", "api/live", 405, "GET, HEAD, OPTIONS"],
      ["POST", "live", 405, "GET"],
      ["PUT", "healthz", 405, "GET, HEAD, OPTIONS"],
      ["OPTIONS", "api/events", 204, "OPTIONS, POST"],
      ["GET", "live", 426, null],
      ["GET", "api/nothing", 404, null],
    ] as const;
    for (const [method, path, status, allow] of cases) {
      const answer = await statusOf(fetch(url + path, { method }));
      assert.deepEqual([answer.status, answer.headers.get("allow")], [status, allow], path);
      if (status === 204) continue;
      assert.equal(answer.headers.get("content-type"), "application/problem+json", path);
    }
  });
});

Deno.test("bodies may be packed, and neither a bomb nor a slow client takes the service away", async () => {
  await withService(async (service) => {
    const gzip = { "content-encoding": "gzip" };
    const pack = (text: string) => Uint8Array.from(gzipSync(text));
    const packed = await post(service, pack(JSON.stringify(VIEWS)), gzip);
    assert.equal((await packed.json()).received, VIEWS.length);
    assert.equal((await statusOf(post(service, pack(" ".repeat(200 << 20)), gzip))).status, 413);
    assert.equal((await statusOf(post(service, "no gzip", gzip))).status, 400);
    assert.equal((await statusOf(post(service, "{}", { "content-encoding": "br" }))).status, 415);

    const { hostname, port } = new URL(service.url);
    const slow = await Promise.all(
      Array.from({ length: 200 }, () => Deno.connect({ hostname, port: Number(port) })),
    );
    const half = new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    await Promise.all(slow.map((connection) => connection.write(half)));
    assert.equal((await statusOf(fetch(`${service.url}api/overview`))).status, 200);
    for (const connection of slow) connection.close();
    assert.equal((await statusOf(fetch(service.url))).status, 200);
  });
});
