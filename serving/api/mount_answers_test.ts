// Tests of several questions in one request: in their order, each with its own status, all of one commit.

import assert from "node:assert/strict";
import { fakeApi } from "./api_fixture.ts";

const SHOW = "/api/shows/A%2FB%20%22C%22%2C%20D";

const together = (...paths: string[]) =>
  `/api/answers?${new URLSearchParams(paths.map((path) => ["ask", path]))}`;

Deno.test("GET /api/answers answers each question as it would be alone, in their order", async () => {
  const { ask } = fakeApi();
  const paths = ["/api/ledger", SHOW, "/api/shows/none", "/api/overview?from=x", "/api/runs"];
  const answer = await ask(together(...paths, "/api/none", "/api/shows?limit=2&format=csv"));
  assert.equal(answer.status, 200);
  const { seq, answers } = await answer.json();
  assert.equal(seq, 5);
  for (const [i, path] of paths.entries()) {
    const alone = await ask(path);
    assert.deepEqual(answers[i], { status: alone.status, body: await alone.json() }, path);
  }
  assert.deepEqual(answers.slice(5).map(({ status }: { status: number }) => status), [404, 400]);
});

Deno.test("GET /api/answers refuses what is no question", async () => {
  const { ask } = fakeApi();
  const detailOf = async (path: string) => {
    const answer = await ask(path);
    assert.equal(answer.status, 400, path);
    return (await answer.json()).detail;
  };
  assert.match(await detailOf("/api/answers"), /given 1 to 32 times: current value is "0 times"/);
  assert.match(await detailOf(together(...Array(33).fill("/api/runs"))), /"33 times"/);
  assert.match(await detailOf(together("//evil.example/api/runs")), /begins with \/api\//);
  assert.match(await detailOf(together("/healthz")), /begins with \/api\//);
  assert.match(await detailOf("/api/answers?asks=/api/runs"), /must be ask/);
  // Streams and itself are no questions.
  const { answers } = await (await ask(together("/api/live", together("/api/runs")))).json();
  assert.deepEqual(answers.map(({ status }: { status: number }) => status), [404, 404]);
});

Deno.test("GET /api/answers keeps answers for the commit, together with those asked alone", async () => {
  const { ask, store } = fakeApi();
  const asked = () => store.asked.length;
  await ask("/api/shows?limit=2");
  const before = asked();
  await ask(together("/api/shows?limit=2", "/api/retention"));
  assert.equal(asked(), before); // retention asks without options
  store.seqNow++;
  const { seq } = await (await ask(together("/api/shows?limit=2"))).json();
  assert.equal(seq, 6);
  assert.equal(asked(), before + 1);
  await ask("/api/shows?limit=2");
  assert.equal(asked(), before + 1);
});
