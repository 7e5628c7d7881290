// The Fresh app: pages and their assets. The service runs it beside the pipeline (main.ts); with
// `PIPELINE_URL` it runs alone and takes API and live stream from there.

import { App, csp, staticFiles } from "fresh";
import { allowWorkers } from "./serving/pages/allow_workers.ts";
import { forwardToPipeline } from "./serving/pages/forward_to_pipeline.ts";
import { pageHeaders } from "./serving/pages/page_headers.ts";
import { pipelineUrl } from "./serving/pages/pipeline.ts";

/** What the pipeline answers, whoever serves the pages. */
const OF_THE_PIPELINE = [
  "/api/*",
  "/docs",
  "/docs/*",
  "/openapi.json",
  "/live",
  "/time-machine/live",
] as const;

export const app = new App()
  .use(pageHeaders)
  .use(csp({ useNonce: true }))
  .use(allowWorkers)
  .use(staticFiles());

if (pipelineUrl() !== null) {
  for (const path of OF_THE_PIPELINE) {
    app.all(path, (ctx) => forwardToPipeline(ctx.req, pipelineUrl()!));
  }
}

app.fsRoutes();
