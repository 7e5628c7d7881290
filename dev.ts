// Builds the pages (`build`, with `--if-stale` only when a source is newer), or serves them while they are
// written.

import { Builder } from "fresh/dev";
import config from "./fresh.config.ts";
import { isStale } from "./serving/pages/is_stale.ts";

const builder = new Builder(config);
if (!Deno.args.includes("build")) {
  await builder.listen(() => import("./app.ts"), { port: Number(Deno.env.get("PORT") ?? 8000) });
} else if (!Deno.args.includes("--if-stale") || await isStale(config.root)) {
  await builder.build();
}
