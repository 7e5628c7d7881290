// `deno task ok:long`: checks that take too long for every commit, one line each.

import { applyTerraform } from "./apply_terraform.ts";
import { attackService } from "./attacks/attack_service.ts";
import { askManyViews } from "./ask_many_views.ts";
import { checkManifests } from "./check_manifests.ts";
import { killLeaders } from "./kafka_kills.ts";
import { readEtlOutput } from "./read_etl_output.ts";
import { runImage } from "./run_image.ts";

/** Says in a few words what was found; throws where it does not hold. */
interface LongCheck {
  readonly name: string;
  run(): Promise<string>;
}

const KILLS = 30;
const PARQUET_ROWS = 400_000;
const MANY_VIEWS = 10_000_000;

const CHECKS: readonly LongCheck[] = [
  {
    name: "no attack stops the service, takes its memory or loses a view",
    run: () => attackService((row) => console.log(row)),
  },
  {
    name: "every page and question is answered with ten million views",
    run: () => askManyViews({ views: MANY_VIEWS, onTold: (told) => console.error(told) }),
  },
  {
    name: "programs of the last years read the ETL's Parquet, Spark 3.5 too",
    run: () => readEtlOutput({ rows: PARQUET_ROWS, onRead: (told) => console.error(told) }),
  },
  {
    name: "what was acknowledged is kept over kills of Kafka's leaders",
    run: async () => {
      const outcome = await killLeaders({ kills: KILLS, onKill: (told) => console.error(told) });
      const { kills, acknowledged, refused, worstAnswerMs } = outcome;
      return `${kills} kills, ${acknowledged} rows acknowledged, none lost or doubled, ` +
        `${refused} requests refused, longest answer ${(worstAnswerMs / 1_000).toFixed(1)} s`;
    },
  },
  {
    name: "the image runs offline and read-only, and keeps what it has over restarts",
    run: () => runImage((told) => console.error(told)),
  },
  {
    name: "Terraform makes what runs on AWS, finds nothing to change after, and takes it down",
    run: () => applyTerraform((told) => console.error(told)),
  },
  { name: "the manifests are as Kubernetes has them", run: checkManifests },
];

/** Names, or parts of them, that choose; all without any. */
const wanted = Deno.args;
let failed = 0;
for (const { name, run } of CHECKS) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  try {
    console.log(`ok: ${name}: ${await run()}`);
  } catch (error) {
    failed++;
    console.log(`FAILED: ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
Deno.exit(failed === 0 ? 0 : 1);
