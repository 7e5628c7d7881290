// Builds the pages (`build`, with `--if-stale` only when a source is newer), or serves them while they are
// written.

import config from "./fresh.config.ts";
import { isStale } from "./serving/pages/is_stale.ts";

const isBuild = Deno.args.includes("build");
if (!isBuild || !Deno.args.includes("--if-stale") || isStale(config.root)) {
  // Every start asks whether to build; mostly there is nothing to do, and nothing to load for it.
  const { Builder } = await import("fresh/dev");
  const builder = new Builder(config);
  if (isBuild) await builder.build();
  else {
    await builder.listen(() => import("./app.ts"), { port: Number(Deno.env.get("PORT") ?? 8000) });
  }
}
