// Tries to reach a cluster once and says in one line what its settings lack.

import type { Kafka } from "kafkajs";
import { endWithin } from "../../clock/wait.ts";
import type { KafkaSettings } from "../../domain/log_settings.ts";
import { createKafka } from "./create_kafka.ts";
import { CONSUMER_NAME } from "../topics.ts";
import { groupRight } from "./explain_crash.ts";

const ANSWER_WITHIN_MS = 6_000, CLOSE_WITHIN_MS = 500;

/** What the cluster is needed for. */
export interface TroubleOptions {
  /** Whether to read as a member of the group, too: a right of its own. */
  readonly asMember?: boolean;
}

/** One line for people; null when the cluster answers. No password is in it. */
export async function findTrouble(
  settings: KafkaSettings,
  { asMember = false }: TroubleOptions = {},
): Promise<string | null> {
  const heard: string[] = [];
  const kafka = createKafka(settings, { retries: 1, onError: (message) => heard.push(message) });
  const admin = kafka.admin();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("no answer")), ANSWER_WITHIN_MS);
  try {
    await Promise.race([late.promise, admin.connect().then(() => admin.describeCluster())]);
    if (!asMember) return null;
    return await Promise.race([late.promise, rightTrouble(kafka, settings)]).catch(() => null);
  } catch (error) {
    heard.push(error instanceof Error ? error.message : String(error));
    return describeTrouble(settings, heard);
  } finally {
    clearTimeout(timer);
    await endWithin(CLOSE_WITHIN_MS, () => admin.disconnect());
  }
}

/** Whoever may not be a member of the group reads nothing, and the driver would not say why. */
async function rightTrouble(
  kafka: Kafka,
  { brokers, topicPrefix, sasl }: KafkaSettings,
): Promise<string | null> {
  const right = await groupRight(kafka, topicPrefix + CONSUMER_NAME);
  if (right === null) return null;
  return `Cannot read from Kafka at ${brokers.join(",")} as the user must have ${right}: ` +
    `current value of KAFKA_SASL_USERNAME is ${sasl === null ? "none" : `"${sasl.username}"`}.`;
}

/**
 * What the driver said, in terms of the settings.
 *
 * @example
 * ```ts
 * import { describeTrouble } from "./find_trouble.ts";
 * const settings = {
 *   brokers: ["b:9092"], compression: "gzip", topicPrefix: "", replication: 1,
 *   tls: false, tlsAuthority: null, sasl: null,
 * } as const;
 * const text = describeTrouble(settings, ["connect ECONNREFUSED 10.0.0.1:9092"]);
 * if (!text.startsWith("Cannot reach Kafka as KAFKA_BOOTSTRAP_SERVERS")) throw new Error(text);
 * ```
 */
export function describeTrouble(settings: KafkaSettings, heard: readonly string[]): string {
  const { brokers, tls, tlsAuthority, sasl } = settings;
  const at = brokers.join(","), last = heard.at(-1) ?? "", all = heard.join("; ");
  if (sasl !== null && /SASL|authenticat/i.test(all) && !/ECONNREFUSED|ENOTFOUND/.test(last)) {
    return `Cannot sign in to Kafka as KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and ` +
      `KAFKA_SASL_PASSWORD must be what ${at} knows: current value is ${sasl.mechanism}, ` +
      `"${sasl.username}" and a password. ${told(heard, sasl.password)}`;
  }
  if (/certificate|UnknownIssuer|self.signed|altnames|NotValidForName/i.test(all)) {
    return `Cannot trust Kafka at ${at} as KAFKA_TLS_CA must be the certificate of who signed ` +
      `its own: current value is ${tlsAuthority === null ? "none" : "another one"}. ${told(heard)}`;
  }
  if (tls && /ssl|tls|wrong version|InvalidContentType|corrupt|ECONNRESET|closed/i.test(all)) {
    return `Cannot reach Kafka as ${at} must speak TLS: current value of KAFKA_TLS is on. ` +
      told(heard);
  }
  if (/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|getaddrinfo|timeout/i.test(all)) {
    return `Cannot reach Kafka as KAFKA_BOOTSTRAP_SERVERS must be brokers that answer: ` +
      `current value is ${at}. ${told(heard)}`;
  }
  return `Cannot talk to Kafka at ${at}: it ended the connection or did not answer. If it wants ` +
    `TLS or that one signs in, KAFKA_TLS and KAFKA_SASL_MECHANISM must say so: current values ` +
    `are ${tls ? "on" : "off"} and ${sasl?.mechanism ?? "none"}. ${told(heard)}`;
}

function told(heard: readonly string[], secret = ""): string {
  const text = `(${[...new Set(heard)].slice(-2).join("; ")})`.replace(/\s+/g, " ");
  return secret === "" ? text : text.replaceAll(secret, "…");
}
