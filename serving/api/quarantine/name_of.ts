// The headers by which a record names the quarantined row that it deals with.

import type { QuarantinedText } from "../../../store/port.ts";

/**
 * By key, which a store that is made anew from the log knows too; by number for stores of before. Where the row
 * is counted goes with it, so that the record counts there whichever of the two is read first.
 */
export function nameOf(
  { id, key }: { readonly id: number; readonly key: string },
  counted: QuarantinedText["counted"] | null = null,
): Readonly<Record<string, string>> {
  return {
    ...{ "quarantine-id": String(id), "quarantine-key": key },
    ...counted === null || counted === undefined ? {} : {
      "quarantine-source": counted.source,
      "quarantine-ingest-ms": String(counted.ingestMs),
    },
  };
}
