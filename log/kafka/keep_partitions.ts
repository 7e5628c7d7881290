// Who of a group gets which partitions: whose store knows most of them, so that little is read twice.

import { Buffer } from "node:buffer";
import kafkajs, { type PartitionAssigner } from "kafkajs";

const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;
const NAME = "PlayheadKeepPartitions";
/** Of the protocol, as monitoring tools read it. */
const VERSION = 0;

/** By partition, how many records a member's store has of it; partitions of one number go together. */
export type KnownRecords = Readonly<Record<string, number>>;

/** A member of the group. */
export interface GroupStore {
  readonly memberId: string;
  readonly known: KnownRecords;
}

/**
 * Shares partitions out evenly. A user's views and quarantined rows lie on one partition number of both topics,
 * so those stay together; each goes to the store that knows most of it.
 *
 * @example
 * ```ts
 * import { sharePartitions } from "./keep_partitions.ts";
 * const shares = sharePartitions([{ memberId: "a", known: { 1: 5 } }, { memberId: "b", known: {} }], 2);
 * if (String(shares.get("a")) !== "1" || String(shares.get("b")) !== "0") throw new Error("not kept");
 * ```
 */
export function sharePartitions(
  members: readonly GroupStore[],
  partitions: number,
): ReadonlyMap<string, readonly number[]> {
  const sorted = [...members].sort((a, b) => a.memberId < b.memberId ? -1 : 1);
  const shares = new Map(sorted.map(({ memberId }): [string, number[]] => [memberId, []]));
  const least = Math.floor(partitions / members.length), given = new Set<number>();
  /** So many members get one more than the others. */
  let more = partitions % members.length;
  const wishes = sorted.flatMap(({ memberId, known }) =>
    Array.from(
      { length: partitions },
      (_, partition) => ({ memberId, partition, records: known[partition] ?? 0 }),
    )
  ).filter(({ records }) => records > 0).sort((a, b) => b.records - a.records);
  for (const { memberId, partition } of wishes) {
    const share = shares.get(memberId)!;
    if (given.has(partition) || share.length > least || (share.length === least && more === 0)) {
      continue;
    }
    if (share.push(partition) > least) more--;
    given.add(partition);
  }
  for (let partition = 0; partition < partitions; partition++) {
    if (given.has(partition)) continue;
    [...shares.values()].reduce((fewest, share) => share.length < fewest.length ? share : fewest)
      .push(partition);
  }
  return new Map([...shares].map(([id, share]) => [id, share.sort((a, b) => a - b)]));
}

/** The assigner of a consumer whose store knows this much. */
export function keepPartitions(knownRecords: () => KnownRecords): PartitionAssigner {
  return ({ cluster }) => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: MemberMetadata.encode({
        ...{ version: VERSION, topics },
        userData: Buffer.from(JSON.stringify(knownRecords())),
      }),
    }),
    assign: ({ members, topics }) => {
      const counts = new Map(
        topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]),
      );
      const stores = members.map(({ memberId, memberMetadata }) => ({
        ...{ memberId, known: readKnown(memberMetadata) },
      }));
      const shares = sharePartitions(stores, Math.max(0, ...counts.values()));
      return Promise.resolve([...shares].map(([memberId, share]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version: VERSION,
          assignment: Object.fromEntries(
            [...counts].map(([topic, count]) => [topic, share.filter((one) => one < count)]),
          ),
          userData: Buffer.alloc(0),
        }),
      })));
    },
  });
}

/** Nothing, of a member that says nothing that is understood. */
function readKnown(memberMetadata: Buffer): KnownRecords {
  try {
    const text = MemberMetadata.decode(memberMetadata)?.userData.toString("utf8");
    return text === undefined || text === "" ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}
