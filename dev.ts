// Builds the pages (`build`, with `--if-stale` only when a source is newer), or serves them while they are
// written.

import config from "./fresh.config.ts";
import { bundleWorkers } from "./serving/pages/bundle_workers.ts";
import { isStale } from "./serving/pages/is_stale.ts";

const HELP = `Builds the pages, or serves them while they are written.

Usage: deno task dev
       deno task build [--if-stale]

Flags:
  --if-stale  of build: only when a source is newer than what was built
  -h, --help  show this text

Environment:
  PORT          of dev: where it listens (default 8000)
  PIPELINE_URL  of dev: a service whose API the pages ask`;

const isBuild = Deno.args.includes("build");
const unknown = Deno.args.find((arg) => !["build", "--if-stale", "--help", "-h"].includes(arg));
if (unknown !== undefined) {
  console.error(
    `error: Cannot parse the command line as every flag must be a known one: current value is ` +
      `"${unknown}" (see deno task ${isBuild ? "build" : "dev"} --help)`,
  );
  Deno.exit(2);
}
if (Deno.args.includes("--help") || Deno.args.includes("-h")) {
  console.log(HELP);
} else if (!isBuild || !Deno.args.includes("--if-stale") || isStale(config.root)) {
  // Every start asks whether to build; mostly there is nothing to do, and nothing to load for it.
  const { Builder } = await import("fresh/dev");
  await bundleWorkers(config.root);
  const builder = new Builder(config);
  if (isBuild) await builder.build();
  else {
    await builder.listen(() => import("./app.ts"), { port: Number(Deno.env.get("PORT") ?? 8000) });
  }
}
