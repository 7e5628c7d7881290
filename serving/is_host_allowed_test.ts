// Names under which the service answers: its own, and those of allowed origins.

import assert from "node:assert/strict";
import { isHostAllowed } from "./is_host_allowed.ts";

function ask(host: string, { isPublic = false, corsOrigins = [] as string[] } = {}): boolean {
  const request = new Request("http://127.0.0.1:8000/", { headers: { host } });
  return isHostAllowed(request, { isPublic, corsOrigins });
}

Deno.test("isHostAllowed() takes loopback's names and addresses, on any port", () => {
  for (const host of ["localhost:8000", "127.0.0.1", "[::1]:9", "a.localhost", "192.168.1.5:80"]) {
    assert.ok(ask(host), host);
  }
});

Deno.test("isHostAllowed() refuses names that were pointed at this machine", () => {
  for (
    const host of ["evil.example:8000", "localhost.evil.example", "1.2.3.4.evil.example", "a b"]
  ) {
    assert.ok(!ask(host), host);
  }
});

Deno.test("isHostAllowed() takes any name beyond loopback, and those of allowed origins", () => {
  assert.ok(ask("views.example", { isPublic: true }));
  assert.ok(ask("views.example", { corsOrigins: ["https://views.example"] }));
  assert.ok(ask("views.example", { corsOrigins: ["*"] }));
  assert.ok(!ask("other.example", { corsOrigins: ["https://views.example"] }));
});
