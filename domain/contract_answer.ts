// The data contract as the API tells it.

import type { Expectation } from "./contract.ts";

/** What `GET /api/contract` answers, and `POST /api/contract/limit` after a change. */
export interface ContractAnswer {
  /** SHA-256 of the file: a change names the version that it was made to. */
  readonly version: string;
  /** Where the file is. */
  readonly path: string;
  readonly expectations: readonly Expectation[];
}
