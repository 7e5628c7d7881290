// One message: where and when, its key and the beginning of its value; open, all of it.

import { parseWritten } from "../../domain/written_number.ts";
import type { MessageAnswer } from "../../domain/service_answers.ts";

const SHORT = 160;

/** `isOpen` shows it whole from the start. */
export function MessageItem({ message, isOpen = false }: {
  readonly message: MessageAnswer;
  readonly isOpen?: boolean;
}) {
  const { partition, offset, key, ingested_at, headers, value, encoding } = message;
  const short = value.length > SHORT ? `${value.slice(0, SHORT)}…` : value;
  return (
    <details class="message" open={isOpen}>
      <summary>
        <span class="mono num message-place">{partition}@{offset}</span>
        <time class="muted num" dateTime={ingested_at}>{ingested_at.slice(11, 23)}</time>
        <span class="mono message-key">
          <bdi>{key === "" ? "–" : key}</bdi>
        </span>
        <span class="mono message-short">{short}</span>
      </summary>
      <dl class="message-facts">
        <dt>Partition, offset</dt>
        <dd class="num">{partition}, {offset}</dd>
        <dt>Taken in</dt>
        <dd class="num">{ingested_at}</dd>
        {eventTime(value) !== null && (
          <>
            <dt>Event time</dt>
            <dd class="num">{eventTime(value)}</dd>
          </>
        )}
        <dt>Key</dt>
        <dd class="mono">{key === "" ? "none" : key}</dd>
        {Object.entries(headers).map(([name, text]) => (
          <>
            <dt>Header {name}</dt>
            <dd class="mono">{text}</dd>
          </>
        ))}
      </dl>
      <pre class="message-value" tabIndex={0}>{encoding === null ? pretty(value) : value}</pre>
      {encoding !== null && <p class="muted">No UTF-8: shown as {encoding}.</p>}
    </details>
  );
}

function pretty(value: string): string {
  try {
    return JSON.stringify(parseWritten(value), null, 2);
  } catch {
    return value;
  }
}

function eventTime(value: string): string | null {
  try {
    const at: unknown = JSON.parse(value)?.watch_date;
    return typeof at === "string" ? at : null;
  } catch {
    return null;
  }
}
