// The parts of the service and whether each does its work, for `/readyz` and for listeners.

import { LOG_AWAY, LOG_BACK } from "../../domain/live_message.ts";
import type { ConsumerStatus } from "../../stream/consume/consumer_status.ts";
import { describeShare } from "../../stream/consume/describe_share.ts";
import type { PartState } from "../ports.ts";
import type { ServiceLog } from "./service_log.ts";

/** What listeners are told when the log is away, and when it is back. */
export function logNotice(isGone: boolean) {
  return isGone
    ? { level: "error", about: "log", text: LOG_AWAY } as const
    : { level: "info", about: "log", text: LOG_BACK } as const;
}

/** Log, consumer and store. */
export function partsOfService(
  { state, error, owned, isMember }: Pick<
    ConsumerStatus,
    "state" | "error" | "owned" | "isMember"
  >,
  { log, hasStore, isShared }: {
    readonly log: ServiceLog;
    readonly hasStore: boolean;
    /** Whether the log shares its partitions out among a group. */
    readonly isShared: boolean;
  },
): readonly PartState[] {
  const isJoining = isShared && !isMember;
  return [
    {
      name: "log",
      ready: log.isReachable && state !== "blocked",
      detail: state === "blocked"
        ? `${error}`
        : log.isReachable
        ? "open"
        : log.trouble ?? "Kafka does not answer; tried again all the time",
    },
    {
      name: "consumer",
      ready: state === "running" && !isJoining,
      detail: state === "blocked" ? "waits for the right log" : error ?? [
        state,
        ...isJoining ? ["joins its group"] : owned === null ? [] : [describeShare(owned)],
        ...log.isReachable ? [] : ["waits for the log"],
      ].join("; "),
    },
    { name: "store", ready: hasStore, detail: hasStore ? "open" : "being made" },
  ];
}
