// The data contract: runs and the pages of quality need it.

import { DamagedFileError } from "../../domain/errors.ts";
import { createContractFile } from "../../serving/service/contract_file.ts";
import type { Finding } from "./finding.ts";

/** Problems of the contract's file; `path` is null for Playhead's own. */
export async function checkContract(path: string | null): Promise<readonly Finding[]> {
  try {
    await createContractFile(path ?? undefined).read();
    return [];
  } catch (error) {
    const isDamaged = error instanceof DamagedFileError;
    return [{
      problem: error instanceof Error ? error.message : String(error),
      mend: null,
      advice: isDamaged
        ? "Mend what is named there, or put a copy of the file back: until then the ETL refuses to run"
        : "Make it readable for whoever runs Playhead",
    }];
  }
}
