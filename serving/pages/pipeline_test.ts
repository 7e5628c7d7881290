// Tests that pages are answered by the pipeline of their process under every name the service has.

import assert from "node:assert/strict";
import { routeRequests } from "../service/route_requests.ts";
import { askPipeline, providePipeline } from "./pipeline.ts";

const answer = () => new Response("{}");
const SETTINGS = { isPublic: false, corsOrigins: [] };

Deno.test("askPipeline() is answered on each of the service's own names", async () => {
  providePipeline(async (request) =>
    await routeRequests(
      { api: answer, pages: answer, live: answer, replay: answer },
      SETTINGS,
    )(request)
  );
  for (const host of ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"]) {
    const { status } = await askPipeline({ url: new URL(`http://${host}/runs`) }, "/api/runs");
    assert.equal(status, 200, host);
  }
});
