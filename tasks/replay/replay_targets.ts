// Where a replay sends views: into the log, or, while a service has the log, to that service.

import { wait } from "../../clock/wait.ts";
import { InputError, UsageError } from "../../domain/errors.ts";
import { LogLockedError } from "../../log/errors.ts";
import { describeLog, findLogTrouble, type LogSettings, openLog } from "../../log/open_log.ts";
import { eventRecord } from "../../stream/publish/event_record.ts";
import type { SourcedView } from "../../stream/replay.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";

/** Takes views in; `send` resolves when they are durable. */
export interface ReplayTarget {
  /** For people: where the views go. */
  readonly name: string;
  send(views: readonly SourcedView[]): Promise<void>;
  close(): Promise<void>;
}

/** The log, and the partitions of topics that are not there yet. */
export interface LogPlace {
  readonly log: LogSettings;
  readonly partitions: number;
}

/** A service to send to. */
export interface ServiceAddress {
  readonly url: string;
  readonly token: string | null;
}

const DEFAULT_RETRY_MS = 1_000;

/** The log in the folder when nobody else writes to it, else the service. */
export async function openTarget(
  log: LogPlace,
  service: ServiceAddress,
  signal: AbortSignal,
): Promise<ReplayTarget> {
  try {
    return await logTarget(log);
  } catch (error) {
    if (!(error instanceof LogLockedError)) throw error;
    return await serviceTarget(service, signal);
  }
}

async function logTarget(
  { log: settings, partitions }: LogPlace,
): Promise<ReplayTarget> {
  const trouble = await findLogTrouble(settings);
  if (trouble !== null) throw new UsageError(trouble);
  const log = await openLog(settings);
  await createTopics(log.admin, partitions);
  return {
    name: describeLog(settings),
    async send(views) {
      const records = views.map(({ view, source }) => eventRecord(view, source));
      await log.producer.append(EVENTS_TOPIC, records);
    },
    close: () => log.close(),
  };
}

/** Sends to `POST /api/events`; a service that is too far behind is given the time it asks for. */
export async function serviceTarget(
  { url, token }: ServiceAddress,
  signal: AbortSignal,
): Promise<ReplayTarget> {
  const events = new URL("/api/events", url);
  const headers = {
    "content-type": "application/x-ndjson",
    ...token === null ? {} : { authorization: `Bearer ${token}` },
  };
  const ready = await ask(new URL("/healthz", url), { signal });
  await ready.body?.cancel();
  const decoder = new TextDecoder();
  return {
    name: `the service at ${url}`,
    async send(views) {
      const body = views.map(({ view, source }) => decoder.decode(eventRecord(view, source).value))
        .join("\n");
      for (;;) {
        const answer = await ask(events, { method: "POST", headers, body, signal });
        const text = await answer.text();
        if (answer.ok) return;
        if (answer.status !== 429 && answer.status !== 503) {
          throw new InputError(`Cannot send to ${events}: ${answer.status} ${detailOf(text)}`);
        }
        const seconds = Number(answer.headers.get("retry-after"));
        await wait(seconds > 0 ? seconds * 1_000 : DEFAULT_RETRY_MS, signal);
        signal.throwIfAborted();
      }
    },
    close: () => Promise.resolve(),
  };
}

async function ask(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new UsageError(
      `Cannot replay as another process has the log, and no service answers at ${url.origin}: ` +
        "name its address with --to",
      { cause },
    );
  }
}

/** The sentence of a problem's answer. */
function detailOf(text: string): string {
  try {
    return JSON.parse(text).detail ?? text;
  } catch {
    return text;
  }
}
