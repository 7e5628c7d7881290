// Holds the oracle itself to the golden cases.

import { checkGoldenOutcome } from "../check_golden_outcome.ts";
import { readGoldenCases } from "../golden_cases.ts";
import { oracleEtl } from "./oracle_etl.ts";

for (const golden of readGoldenCases()) {
  Deno.test(`oracleEtl() comes to the golden outcome of ${golden.name}`, () => {
    const { inputs, catalog, expected } = golden;
    const nowMs = Date.parse(expected.now);
    checkGoldenOutcome(golden, oracleEtl(inputs, { nowMs, catalog }));
  });
}
