// Requests as their bytes are, whatever a client would make of them: what HTTP/1.1 refuses is refused, and no
// request is taken for two.

import assert from "node:assert/strict";
import { withService } from "../ask_service.ts";

const VIEW = '{"user_id":"a","show_name":"S","watch_duration_minutes":5,"watch_date":"2026-11-01"}';
const HOST = "Host: 127.0.0.1\r\n", POST = `POST /api/events HTTP/1.1\r\n${HOST}`;
const WHOLE = `${POST}Content-Length: ${VIEW.length}\r\n\r\n${VIEW}`;

/** Name, bytes and the statuses of the answers that may come; none when the connection may just end. */
const REQUESTS: readonly (readonly [string, string, readonly string[]])[] = [
  ["no host", "GET /healthz HTTP/1.1\r\n\r\n", ["400"]],
  ["two hosts", `GET /healthz HTTP/1.1\r\n${HOST}Host: evil\r\n\r\n`, ["400"]],
  ["empty host", "GET /api/overview HTTP/1.1\r\nHost: \r\n\r\n", ["400", "421"]],
  ["another host", "GET /api/overview HTTP/1.1\r\nHost: evil.example\r\n\r\n", ["421"]],
  ["a name within", "GET /api/overview HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", ["421"]],
  ["user of a host", "GET /api/overview HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n\r\n", [
    "400",
    "421",
  ]],
  ["length and chunks", `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [
    "400",
  ]],
  ["an unknown coding", `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, ["400"]],
  ["two lengths", `${POST}Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello`, ["400"]],
  ["a negative length", `${POST}Content-Length: -1\r\n\r\n`, ["400"]],
  ["a signed length", `${POST}Content-Length: +5\r\n\r\nhello`, ["400"]],
  ["a long head", `GET /healthz HTTP/1.1\r\n${HOST}X: ${"a".repeat(500_000)}\r\n\r\n`, [
    "400",
    "431",
  ]],
  ["dots", `GET /../../etc/passwd HTTP/1.1\r\n${HOST}\r\n`, ["400", "404"]],
  ["escaped dots", `GET /_fresh/js/..%2f..%2f..%2fdeno.json HTTP/1.1\r\n${HOST}\r\n`, ["404"]],
  ["a file beyond", `GET /api/files/..%2f..%2fstore.db HTTP/1.1\r\n${HOST}\r\n`, ["400", "404"]],
  ["broken escapes", `GET /users/%E0%A4%A HTTP/1.1\r\n${HOST}\r\n`, ["400"]],
  ["another's address", `GET //evil.example/x HTTP/1.1\r\n${HOST}\r\n`, ["404"]],
  ["a huge length", `${POST}Content-Length: 99999999999\r\n\r\n`, ["413"]],
];

async function ask(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const writer = connection.writable.getWriter();
  writer.write(new TextEncoder().encode(bytes)).catch(() => {}); // it may be closed before all is sent
  const timer = setTimeout(() => connection.close(), 1_500); // what keeps its connection open
  let text = "";
  try {
    const decoder = new TextDecoder();
    for await (const chunk of connection.readable) {
      text += decoder.decode(chunk, { stream: true });
      if (/\r\n\r\n/.test(text)) break;
    }
  } catch { /* closed, by either */ }
  clearTimeout(timer);
  return text;
}

Deno.test("requests that are none of HTTP/1.1 are refused, each once, and the service goes on", async () => {
  await withService(async ({ url }) => {
    for (const [name, bytes, statuses] of REQUESTS) {
      const answer = await ask(url, bytes);
      const found = /^HTTP\/1\.\d (\d+)/.exec(answer)?.[1] ?? "none";
      assert.ok(statuses.includes(found), `${name}: ${found}`);
      assert.doesNotMatch(answer, /href="\/\/evil/, name);
    }
    await ask(
      url,
      `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${WHOLE}`,
    );
    const { read } = await (await fetch(`${url}api/ledger`)).json();
    assert.equal(read, 0); // nothing was smuggled in
    assert.match(await ask(url, WHOLE), /^HTTP\/1\.1 202 /);
  });
});
