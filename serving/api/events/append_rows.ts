// Takes rows in: reads each as the pipeline will, appends them all at once, tells where and what is bad.

import { diskTrouble } from "../../../domain/disk_trouble.ts";
import type { Reason } from "../../../domain/rule.ts";
import type { EventsAnswer } from "../../../domain/service_answers.ts";
import type { AppendedOffsets, EventRecord } from "../../ports.ts";
import type { ApiPorts } from "../api_ports.ts";
import { ProblemError } from "../problem.ts";

/** The topic of viewing events. */
export const EVENTS_TOPIC = "watch.events";
/** An answer that lists every row of a large bad body would be larger than the body. */
const MAX_LISTED = 1_000;

/** Rows and the headers of their records. */
export interface RowsToAppend {
  readonly rows: readonly Uint8Array[];
  readonly headersOf: (index: number) => Readonly<Record<string, string>>;
}

/** Appends all rows or none. @throws {ProblemError} a row is not JSON, or the log refuses */
export async function appendRows(ports: ApiPorts, body: RowsToAppend): Promise<EventsAnswer> {
  refuseWhenBehind(ports);
  const nowMs = ports.nowMs();
  const records: EventRecord[] = [];
  const bad: { index: number; reasons: readonly Reason[] }[] = [];
  let badRows = 0;
  body.rows.forEach((value, index) => {
    const row = ports.readRow(value, nowMs);
    if (row.kind === "not_json") {
      throw new ProblemError(
        "invalid-body",
        `Cannot take the body as each row must be JSON: row ${index} is not (${row.message}). ` +
          "Nothing was taken in.",
      );
    }
    if (row.reasons.length > 0 && ++badRows <= MAX_LISTED) {
      bad.push({ index, reasons: row.reasons });
    }
    records.push({ key: row.key, value, headers: body.headersOf(index) });
  });
  const offsets = await appendRecords(ports, EVENTS_TOPIC, records);
  return {
    topic: EVENTS_TOPIC,
    received: records.length,
    valid: records.length - badRows,
    quarantined: badRows,
    offsets: offsets.map(({ partition, baseOffset, records }) => ({
      ...{ partition, first_offset: baseOffset, records },
    })),
    rows: bad,
  };
}

function refuseWhenBehind({ log, settings, telemetry }: ApiPorts): void {
  const lagRecords = log.pending(), lagBytes = log.pendingBytes();
  const { maxLagRecords, maxLagBytes } = settings;
  if (lagRecords <= maxLagRecords && lagBytes <= maxLagBytes) return;
  telemetry.emit("request_refused", { reason: "lag", lagRecords, lagBytes });
  const mib = (bytes: number) => `${Math.round(bytes / (1 << 20))} MiB`;
  throw new ProblemError(
    "too-far-behind",
    `Cannot take events in as at most ${maxLagRecords}, and ${mib(maxLagBytes)} of them, may ` +
      `wait to be applied: ${lagRecords} do, and ${mib(lagBytes)}. Send them again later.`,
    { retryAfterSeconds: 5 },
  );
}

/** Appends to a topic. @throws {ProblemError} the log refuses */
export async function appendRecords(
  { log, telemetry }: ApiPorts,
  topic: string,
  records: readonly EventRecord[],
): Promise<readonly AppendedOffsets[]> {
  try {
    const offsets = await log.append(topic, records);
    if (topic === EVENTS_TOPIC) {
      telemetry.emit("events_appended", { source: "http", records: records.length });
    }
    return offsets;
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    if (cause instanceof RangeError) throw new ProblemError("body-too-large", cause.message);
    const isRetriable = cause instanceof Error && "retriable" in cause && cause.retriable === true;
    telemetry.emit("append_failed", { retriable: isRetriable, error: cause });
    const advice = isRetriable
      ? "Send them again: rows that did arrive count once."
      : "See the service's log.";
    const isFull = diskTrouble(cause) === "full";
    const what = `The log did not take the events in${
      isFull ? ": the service's disk is full" : ""
    }`;
    throw new ProblemError("log-unavailable", `${what}. ${advice}`, {
      cause,
      // Also what somebody has to mend first may be mended by then.
      retryAfterSeconds: isRetriable ? 2 : 60,
    });
  }
}
