// Attacks by doing one thing several times in one moment.

import { join } from "node:path";
import { applied } from "../../ask_service.ts";
import { type Attack, importFile, send, untilStage } from "./attack.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";
const LIMIT_ROUNDS = 12, PUBLISH_ROUNDS = 2;

const publishes: Attack = {
  name: "four publishes of one name at once, names as long as they get",
  maxMemoryMb: 700,
  async run({ service }) {
    let sent = 0;
    for (let round = 0; round < PUBLISH_ROUNDS; round++) {
      const ids = await Promise.all([0, 1, 2, 3].map(async (n) => {
        const rows = Array.from(
          { length: 10 },
          (_, row) => `r${round}_${n}_${row},S,10,2026-01-01\n`,
        );
        return (await importFile(service, `race${round}.csv`, HEADER + rows.join(""))).id;
      }));
      await Promise.all(ids.map((id) => send(service, `api/imports/${id}/publish`)));
      for (const id of ids) {
        const { stage } = await untilStage(service, id, ["publishing"]);
        if (stage !== "published") throw new Error(`an import must be published: ${stage}`);
        sent += 10;
      }
    }
    for (const name of ["視".repeat(70), "é".repeat(120)]) {
      const row = `${HEADER}${name.slice(0, 9)},S,10,2026-01-01\n`;
      const { id } = await importFile(service, `${encodeURIComponent(name)}.csv`, row);
      await send(service, `api/imports/${id}/publish`);
      await untilStage(service, id, ["publishing"]);
      sent++;
    }
    await applied(service);
    const { qualified_views } = await (await fetch(`${service.url}api/shows/S`)).json();
    if (qualified_views !== sent) {
      throw new Error(`${sent} were sent, ${qualified_views} are counted`);
    }
    return `${sent} rows sent and counted`;
  },
};

const limits: Attack = {
  name: "four limits saved at once, twelve times",
  maxMemoryMb: 600,
  environment: (dataPath) => {
    const path = join(dataPath, "contract.yaml");
    Deno.copyFileSync(new URL("../../../contract.yaml", import.meta.url), path);
    return { DATA_CONTRACT_PATH: path };
  },
  async run({ service }) {
    const read = async () => {
      const answer = await fetch(`${service.url}api/contract`);
      if (answer.status !== 200) throw new Error(`the contract must stay whole: ${answer.status}`);
      return await answer.json();
    };
    for (let round = 0; round < LIMIT_ROUNDS; round++) {
      const { version, expectations } = await read();
      const bounded = expectations.filter((one: { limit: { bound?: number } }) =>
        one.limit.bound !== undefined
      ).slice(0, 4);
      const saved = await Promise.all(bounded.map(
        ({ id, limit }: { id: string; limit: { bound: number } }) => {
          const bounds = [limit.bound + 0.001];
          return send(service, "api/contract/limit", JSON.stringify({ id, version, bounds }));
        },
      ));
      const winners = saved.filter(({ status }) => status === 200).length;
      if (winners !== 1) throw new Error(`one must win: ${winners} did`);
    }
    await read();
    return `one winner each of ${LIMIT_ROUNDS} times`;
  },
};

/** Those of this kind. */
export const RACE_ATTACKS: readonly Attack[] = [publishes, limits];
