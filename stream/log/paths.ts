// Where the embedded log keeps what, below its folder.

import { join } from "node:path";

const SEGMENT_SUFFIX = ".segment";
const SEGMENT_DIGITS = 12;

/** The folder of all topics. */
export function topicsDirectory(root: string): string {
  return join(root, "topics");
}

/** The folder of one topic. */
export function topicDirectory(root: string, topic: string): string {
  return join(topicsDirectory(root), topic);
}

/** The topic's settings, in its folder. Written last, so a topic is there when this is. */
export function settingsPath(directory: string): string {
  return join(directory, "topic.json");
}

/** The topic's end mark, in its folder. */
export function endMarkPath(directory: string): string {
  return join(directory, "end");
}

/** Segment number `segment` of the topic in `directory`; names sort as numbers do. */
export function segmentPath(directory: string, segment: number): string {
  return join(directory, `${String(segment).padStart(SEGMENT_DIGITS, "0")}${SEGMENT_SUFFIX}`);
}

/** The number in a segment's file name; null for any other file. */
export function segmentOf(fileName: string): number | null {
  const match = /^(\d{12})\.segment$/.exec(fileName);
  return match === null ? null : Number(match[1]);
}

/** The folder of the positions that named consumers of a topic leave for retention. */
export function consumersDirectory(directory: string): string {
  return join(directory, "consumers");
}

/** Fails for what cannot be the name of a topic or a consumer (Kafka's rule for topics). */
export function checkName(kind: "topic" | "consumer", name: string): string {
  if (/^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== "." && name !== "..") return name;
  throw new RangeError(
    `Cannot name a ${kind} as its name must be 1 to 249 letters, digits, ".", "_" or "-": ` +
      `current value is ${JSON.stringify(name)}`,
  );
}
