// Records of aborted transactions are left out of what is fetched. kafkajs does it too, but lets some pass: where a
// fetch begins within several aborted transactions, and behind a record whose key is four zero bytes.

import fetchV4 from "kafkajs/src/protocol/requests/fetch/v4/response.js";
import fetchV5 from "kafkajs/src/protocol/requests/fetch/v5/response.js";
import fetchV6 from "kafkajs/src/protocol/requests/fetch/v6/response.js";
import fetchV7 from "kafkajs/src/protocol/requests/fetch/v7/response.js";
import fetchV8 from "kafkajs/src/protocol/requests/fetch/v8/response.js";
import fetchV9 from "kafkajs/src/protocol/requests/fetch/v9/response.js";
import fetchV10 from "kafkajs/src/protocol/requests/fetch/v10/response.js";
import fetchV11 from "kafkajs/src/protocol/requests/fetch/v11/response.js";

/** A record as it was decoded. */
export interface DecodedRecord {
  readonly offset: string;
  readonly key: Uint8Array | null;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
  /** Marks of transactions are no records for anybody, but move the position. */
  isControlRecord: boolean;
}

/** What was fetched of a partition; the transactions are in the order of their beginnings. */
export interface DecodedPartition {
  abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[];
  readonly messages: readonly DecodedRecord[];
}

interface FetchResponse {
  readonly responses: readonly { readonly partitions: readonly DecodedPartition[] }[];
}
interface FetchVersion {
  decode(bytes: Uint8Array): Promise<FetchResponse>;
}

/** Has every fetch of the driver do it, of all versions that know of transactions. */
export function markAbortedInFetches(): void {
  const all = [fetchV4, fetchV5, fetchV6, fetchV7, fetchV8, fetchV9, fetchV10, fetchV11];
  for (const version of all as unknown as FetchVersion[]) {
    const { decode } = version;
    version.decode = async (bytes) => {
      const response = await decode(bytes);
      for (const { partitions } of response.responses) partitions.forEach(markAborted);
      return response;
    };
  }
}

/** Makes marks of the aborted records, so that only their offsets count, and forgets the transactions. */
export function markAborted(partition: DecodedPartition): void {
  if (partition.abortedTransactions.length === 0) return;
  const coming = [...partition.abortedTransactions], aborted = new Set<string>();
  for (const record of partition.messages) {
    const { producerId, inTransaction } = record.batchContext;
    while (coming.length > 0 && Number(coming[0]!.firstOffset) <= Number(record.offset)) {
      aborted.add(coming.shift()!.producerId);
    }
    if (record.isControlRecord) {
      if (isAbort(record)) aborted.delete(producerId);
    } else if (inTransaction && aborted.has(producerId)) record.isControlRecord = true;
  }
  partition.abortedTransactions = [];
}

/** A mark's key is its version and kind, two bytes each; kind 0 ends a transaction without keeping it. */
function isAbort({ key }: DecodedRecord): boolean {
  return key !== null && key.length >= 4 && key[2] === 0 && key[3] === 0;
}
