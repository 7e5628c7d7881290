// The Fresh app: pages and their assets. The service runs it beside the pipeline (main.ts); with
// `PIPELINE_URL` it runs alone and takes API and live stream from there.

import { App, csp, staticFiles } from "fresh";
import { Failure } from "./components/shell/Failure.tsx";
import { UsageError } from "./domain/errors.ts";
import { allowWorkers } from "./serving/pages/allow_workers.ts";
import { forwardToPipeline } from "./serving/pages/forward_to_pipeline.ts";
import { guardFront, readFrontSettings } from "./serving/pages/guard_front.ts";
import { pageHeaders } from "./serving/pages/page_headers.ts";
import { pipelineUrl } from "./serving/pages/pipeline.ts";
import { refuseBadEscapes } from "./serving/pages/refuse_bad_escapes.ts";
import { showFailures } from "./serving/pages/show_failures.ts";

/** What the pipeline answers, whoever serves the pages. */
const OF_THE_PIPELINE = [
  "/api/*",
  "/docs",
  "/docs/*",
  "/openapi.json",
  "/live",
  "/time-machine/live",
] as const;

export const app = new App().use(pageHeaders).use(allowWorkers);

const pipeline = readPipelineUrl();
const guard = pipeline === null ? null : guardFront(readFrontSettings());
if (pipeline !== null && guard !== null) {
  // Before csp(): what the pipeline answers has a policy of its own.
  for (const path of OF_THE_PIPELINE) {
    app.all(path, guard, (ctx) => forwardToPipeline(ctx.req, pipeline));
  }
}

app.use(csp({ useNonce: true })).use(showFailures(Failure)).use(refuseBadEscapes)
  .use(staticFiles());
if (guard !== null) app.use(guard);
app.fsRoutes();

/** A setting that is wrong is one line, also where nobody else catches it. */
function readPipelineUrl(): string | null {
  try {
    return pipelineUrl();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`error: ${error.message}`);
    Deno.exit(2);
  }
}
