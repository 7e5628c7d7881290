// Leaders are killed while views are posted: what was answered with 202 lies where the answer said. The long form is
// in `deno task ok:long`.

import assert from "node:assert/strict";
import { killLeaders } from "../long/kafka_kills.ts";
import { ignoreClient } from "./confluent_client.ts";

const KILLS = 3;

Deno.test(
  { name: "what was acknowledged is kept while leaders of Kafka are killed", ignore: ignoreClient },
  async () => {
    const { kills, acknowledged } = await killLeaders({ kills: KILLS });
    assert.ok(kills === KILLS && acknowledged > 0);
  },
);
