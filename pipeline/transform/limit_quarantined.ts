// Puts the limit on quarantined rows into a contract: the command line's, else the contract's own.

import type { DataContract, Expectation } from "../../domain/contract.ts";
import { DEFAULT_MAX_QUARANTINED } from "../../domain/contract.ts";

/**
 * The contract with its limit on `quarantined_share` set to `maxShare` (0–1), as an error. With
 * `maxShare` null the contract's own limits stay; a contract that has none gets the default, so
 * that deleting a line never switches this check off unnoticed.
 */
export function limitQuarantined(contract: DataContract, maxShare: number | null): DataContract {
  const isQuarantineLimit = ({ metric }: Expectation) => metric === "quarantined_share";
  const own = contract.expectations.find(isQuarantineLimit);
  if (maxShare === null && own !== undefined) return contract;
  const limit: Expectation = {
    id: own?.id ?? "quarantine.share",
    description: own?.description ?? "Share of quarantined rows",
    metric: "quarantined_share",
    limit: { kind: "mustBeLessOrEqualTo", bound: maxShare ?? DEFAULT_MAX_QUARANTINED },
    severity: "error",
  };
  const others = contract.expectations.filter((expectation) => !isQuarantineLimit(expectation));
  return { ...contract, expectations: [limit, ...others] };
}
