// Pages that may write and listen: our own, and those named; programs always.

import assert from "node:assert/strict";
import { isOriginAllowed } from "./is_origin_allowed.ts";

function ask(origin: string | null, host: string, isPublic: boolean, corsOrigins: string[] = []) {
  const headers = new Headers({ host });
  if (origin !== null) headers.set("origin", origin);
  return isOriginAllowed(new Request(`http://${host}/`, { headers }), { isPublic, corsOrigins });
}

Deno.test("isOriginAllowed() lets programs and our own pages in", () => {
  assert.ok(ask(null, "127.0.0.1:8000", false));
  assert.ok(ask("http://127.0.0.1:8000", "127.0.0.1:8000", false));
  assert.ok(ask("http://localhost:8000", "localhost:8000", false));
  assert.ok(ask("http://[::1]:8000", "[::1]:8000", false));
  assert.ok(ask("https://views.example", "views.example", true));
});

Deno.test("isOriginAllowed() keeps other pages out, also one whose name points at this machine", () => {
  assert.ok(!ask("http://evil.example", "127.0.0.1:8000", false));
  assert.ok(!ask("http://127.0.0.1:9000", "127.0.0.1:8000", false));
  assert.ok(!ask("http://evil.example:8000", "evil.example:8000", false));
  assert.ok(!ask("null", "127.0.0.1:8000", false));
  assert.ok(!ask("http://localhost.evil.example", "localhost.evil.example", false));
});

Deno.test("isOriginAllowed() takes the origins that are named, or any", () => {
  assert.ok(ask("https://a.example", "127.0.0.1:8000", false, ["https://a.example"]));
  assert.ok(!ask("https://b.example", "127.0.0.1:8000", false, ["https://a.example"]));
  assert.ok(ask("https://b.example", "127.0.0.1:8000", false, ["*"]));
});
