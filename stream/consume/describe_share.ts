// Says which partitions a consumer of a group owns.

import type { OwnedPartition } from "../../log/port.ts";

/**
 * One line.
 *
 * @example
 * ```ts
 * import { describeShare } from "./describe_share.ts";
 * const owned = [{ topic: "watch.events", partition: 2 }, { topic: "watch.events", partition: 0 }];
 * if (describeShare(owned) !== "owns watch.events 0, 2") throw new Error(describeShare(owned));
 * ```
 */
export function describeShare(owned: readonly OwnedPartition[]): string {
  const byTopic = [...Map.groupBy(owned, ({ topic }) => topic)].sort(([a], [b]) => a < b ? -1 : 1);
  const texts = byTopic.map(([topic, own]) =>
    `${topic} ${own.map(({ partition }) => partition).sort((a, b) => a - b).join(", ")}`
  );
  return texts.length === 0 ? "owns no partition: others have them" : `owns ${texts.join("; ")}`;
}
