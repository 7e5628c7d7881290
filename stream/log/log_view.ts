// What the embedded log holds, read from its folder: works beside the writer, and without one.

import { LogTopicError } from "../errors.ts";
import type { PartitionOffsets, TopicInfo } from "../log.ts";
import type { LogFiles } from "./files.ts";
import { checkName, segmentOf, topicDirectory, topicsDirectory } from "./paths.ts";
import { SegmentWalk } from "./segment_walk.ts";
import { readTopicSettings } from "./topic_settings.ts";

/** The topics of the log in `root`, by name. */
export async function readTopics(files: LogFiles, root: string): Promise<readonly TopicInfo[]> {
  const topics: TopicInfo[] = [];
  for (const { name: topic } of await files.list(topicsDirectory(root))) {
    const directory = topicDirectory(root, topic);
    const settings = await readTopicSettings(files, directory);
    if (settings === null) continue; // its making was cut short
    const segments = (await files.list(directory)).filter(({ name }) => segmentOf(name) !== null);
    const sizeBytes = segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
    topics.push({ topic, ...settings, sizeBytes });
  }
  return topics;
}

/**
 * The offsets of each partition of a topic; none while the writer has yet to recover it.
 *
 * @throws {LogTopicError} there is no such topic
 */
export async function readOffsets(
  files: LogFiles,
  root: string,
  topic: string,
): Promise<readonly PartitionOffsets[]> {
  const directory = topicDirectory(root, checkName("topic", topic));
  const settings = await readTopicSettings(files, directory);
  if (settings === null) {
    throw new LogTopicError(
      `Cannot give offsets as the topic must be in the log: current value is "${topic}"`,
    );
  }
  const walk = new SegmentWalk({ files, directory, topic, partitions: settings.partitions });
  try {
    const firstOffsets = await walk.goTo(new Map()) ?? [];
    return firstOffsets.map((firstOffset, partition) => {
      return { partition, firstOffset, endOffset: walk.mark!.endOffsets[partition]! };
    });
  } finally {
    walk.close();
  }
}
