// A log of one's own beside the one that the settings name: for a proof, which leaves the other alone.

import type { LogSettings } from "../domain/log_settings.ts";

/** The same kind of log with nothing in it: in another folder, or under other topics of the same cluster. */
export function ownLog(
  settings: LogSettings,
  { dataPath, name }: { readonly dataPath: string; readonly name: string },
): LogSettings {
  return settings.kind === "embedded"
    ? { ...settings, dataPath }
    : { ...settings, dataPath, kafka: { ...settings.kafka, topicPrefix: `${name}.` } };
}

/** What tells another process of that log, beside its data folder. */
export function environmentOf(settings: LogSettings): Record<string, string> {
  return settings.kind === "embedded" ? {} : { KAFKA_TOPIC_PREFIX: settings.kafka.topicPrefix };
}

/** Removes topics from a cluster; what lies in a folder goes with the folder. */
export async function dropTopics(settings: LogSettings, topics: readonly string[]): Promise<void> {
  if (settings.kind === "embedded") return;
  const { createKafka } = await import("./kafka/create_kafka.ts");
  const { KafkaAdmin } = await import("./kafka/kafka_admin.ts");
  const admin = new KafkaAdmin(createKafka(settings.kafka), settings.kafka);
  await admin.deleteTopics(topics);
  await admin.close();
}
