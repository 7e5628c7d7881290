// Tests of whom a front end alone answers and whose writes it passes on.

import assert from "node:assert/strict";
import { refusal } from "./guard_front.ts";

const NEAR = { remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 } } as const;
const FAR = { remoteAddr: { transport: "tcp", hostname: "203.0.113.7", port: 1 } } as const;

function statusFor(
  headers: Record<string, string>,
  { method = "POST", info = NEAR as typeof NEAR | typeof FAR, token = null as string | null } = {},
): number {
  const request = new Request("http://localhost/api/events", { method, headers });
  const settings = { token, corsOrigins: ["https://play.example"] };
  return refusal(request, info, settings)?.status ?? 200;
}

Deno.test("refusal() answers from this machine under its names and those of CORS_ORIGINS alone", () => {
  for (const host of ["localhost:8000", "127.0.0.1", "[::1]:8000", "play.example"]) {
    assert.equal(statusFor({ host }, { method: "GET" }), 200, host);
  }
  for (const host of ["evil.example", "localhost.evil.example", "play.example.evil"]) {
    assert.equal(statusFor({ host }, { method: "GET" }), 421, host);
  }
  assert.equal(statusFor({ host: "evil.example" }, { method: "GET", info: FAR }), 200); // an edge
});

Deno.test("refusal() lets nobody from beyond this machine write without a token that is set", () => {
  assert.equal(statusFor({ host: "localhost" }), 200);
  assert.equal(statusFor({ host: "play.example" }), 403); // behind a proxy of this machine
  assert.equal(statusFor({ host: "localhost" }, { info: FAR }), 403);
  assert.equal(statusFor({ host: "play.example" }, { info: FAR }), 403);
  const authorization = "Bearer s3cret", token = "s3cret";
  assert.equal(statusFor({ host: "play.example", authorization }, { info: FAR }), 403);
  assert.equal(statusFor({ host: "play.example", authorization }, { info: FAR, token }), 200);
  assert.equal(statusFor({ host: "localhost" }, { token }), 401);
  assert.equal(statusFor({ host: "localhost", authorization: "Bearer x" }, { token }), 401);
});

Deno.test("refusal() lets no page of another origin write or listen", () => {
  const host = "localhost:8000";
  assert.equal(statusFor({ host, origin: "http://localhost:8000" }), 200);
  assert.equal(statusFor({ host, origin: "https://evil.example" }), 403);
  const socket = { method: "GET" };
  assert.equal(
    statusFor({ host, origin: "https://evil.example", upgrade: "websocket" }, socket),
    403,
  );
  assert.equal(
    statusFor({ host, origin: "http://localhost:8000", upgrade: "websocket" }, socket),
    200,
  );
});
