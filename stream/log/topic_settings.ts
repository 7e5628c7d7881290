// A topic's settings, as a small JSON file that people can read.

import type { Retention } from "../log.ts";
import { LogCorruptionError } from "../errors.ts";
import type { LogFiles } from "./files.ts";
import { settingsPath } from "./paths.ts";
import { readSmallFile, replaceFile } from "./replace_file.ts";

/** At most so many partitions: what one frame's table should hold. */
const MAX_PARTITIONS = 1_024;

/** What a topic is made with. */
export interface TopicSettings {
  readonly partitions: number;
  readonly retention: Retention;
}

/** @throws {RangeError} settings that no topic can have */
export function checkSettings(topic: string, { partitions, retention }: TopicSettings): void {
  const check = (name: string, value: number | undefined, max: number) => {
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= max)) return;
    throw new RangeError(
      `Cannot make topic ${topic} as its ${name} must be a whole number from 1 to ${max}: ` +
        `current value is ${value}`,
    );
  };
  check("partitions", partitions, MAX_PARTITIONS);
  check("retention.ageMs", retention.ageMs, Number.MAX_SAFE_INTEGER);
  check("retention.sizeBytes", retention.sizeBytes, Number.MAX_SAFE_INTEGER);
}

/** Writes the settings durably. */
export async function writeTopicSettings(
  files: LogFiles,
  directory: string,
  settings: TopicSettings,
): Promise<void> {
  const text = JSON.stringify(settings, null, 2) + "\n";
  await replaceFile(files, settingsPath(directory), new TextEncoder().encode(text));
}

/** Null when there is no topic in the folder (or its making was cut short). */
export async function readTopicSettings(
  files: LogFiles,
  directory: string,
): Promise<TopicSettings | null> {
  const path = settingsPath(directory);
  const bytes = await readSmallFile(files, path);
  if (bytes === null) return null;
  try {
    const settings: TopicSettings = JSON.parse(new TextDecoder().decode(bytes));
    checkSettings(directory, settings);
    return settings;
  } catch {
    throw new LogCorruptionError(path, 0, "does not start a topic's settings");
  }
}
