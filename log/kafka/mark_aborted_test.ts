// Transactions of several producers among each other: what was committed is left, wherever a fetch begins.

import assert from "node:assert/strict";
import fetchV11 from "kafkajs/src/protocol/requests/fetch/v11/response.js";
import "./create_kafka.ts";
import { type DecodedRecord, markAborted } from "./mark_aborted.ts";

type Kind = "data" | "abort" | "commit" | "plain";

const KEYS = { data: null, plain: null, abort: [0, 0, 0, 0], commit: [0, 0, 0, 1] } as const;

function record(offset: number, producerId: string, kind: Kind, key?: number[]): DecodedRecord {
  const bytes = key ?? KEYS[kind];
  return {
    ...{ offset: String(offset), key: bytes && Uint8Array.from(bytes) },
    batchContext: { producerId, inTransaction: kind !== "plain" },
    isControlRecord: kind === "abort" || kind === "commit",
  };
}

/** Offsets that are left when it is fetched from `from` on. */
function left(log: readonly DecodedRecord[], aborted: readonly [string, number][], from = 0) {
  const messages = log.slice(from).map((one) => ({ ...one }));
  const abortedTransactions = aborted.map(([producerId, firstOffset]) => (
    { producerId, firstOffset: String(firstOffset) }
  ));
  const partition = { abortedTransactions, messages };
  markAborted(partition);
  assert.deepEqual(partition.abortedTransactions, []);
  assert.deepEqual(messages.map(({ offset }) => offset), log.slice(from).map((one) => one.offset));
  return messages.filter((one) => !one.isControlRecord).map(({ offset }) => Number(offset));
}

Deno.test("markAborted() leaves out aborted transactions among each other, also where a fetch begins within", () => {
  const log = [
    ...[record(0, "a", "data"), record(1, "b", "data"), record(2, "b", "data")],
    ...[record(3, "a", "data"), record(4, "c", "data"), record(5, "n", "plain")],
    ...[record(6, "a", "abort"), record(7, "b", "data"), record(8, "b", "abort")],
    ...[record(9, "a", "data"), record(10, "c", "commit"), record(11, "a", "commit")],
  ];
  const aborted: [string, number][] = [["a", 0], ["b", 1]];
  assert.deepEqual(left(log, aborted), [4, 5, 9]);
  assert.deepEqual(left(log, aborted, 2), [4, 5, 9]);
  assert.deepEqual(left(log, [["b", 1]], 7), [9]);
});

Deno.test("markAborted() does not take a record's key for a mark", () => {
  const log = [
    record(0, "a", "data", [0, 0, 0, 0]),
    record(1, "a", "data"),
    record(2, "a", "abort"),
    record(3, "a", "data", [0, 0, 0, 0]),
    record(4, "a", "commit"),
  ];
  assert.deepEqual(left(log, [["a", 0]]), [3]);
});

Deno.test("every fetch of the driver is read so", () => {
  assert.match(String((fetchV11 as unknown as { decode: unknown }).decode), /markAborted/);
});
