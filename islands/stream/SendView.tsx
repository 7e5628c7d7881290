// Sends a test message through the API, and says where it lies.

import { useState } from "preact/hooks";
import type { EventsAnswer } from "../../domain/service_answers.ts";

function example(): string {
  return JSON.stringify(
    {
      user_id: "test-user",
      show_name: "A test",
      watch_duration_minutes: 12.5,
      watch_date: new Date().toISOString(),
    },
    null,
    2,
  );
}

export default function SendView() {
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<{ readonly text: string; readonly isGood: boolean } | null>(
    null,
  );
  const send = async (event: Event) => {
    event.preventDefault();
    try {
      const response = await fetch("/api/events", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: text,
      });
      const body = await response.json();
      setAnswer(response.ok ? tell(body) : { text: body.detail ?? body.title, isGood: false });
    } catch {
      setAnswer({ text: "The service does not answer. Try again.", isGood: false });
    }
  };
  return (
    <details
      class="card send"
      onToggle={({ currentTarget }) => currentTarget.open && text === "" && setText(example())}
    >
      <summary>Send a test message</summary>
      <form onSubmit={send}>
        <label class="field">
          JSON: one object, or an array of them
          <textarea
            rows={7}
            class="mono"
            spellcheck={false}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p>
          <button type="submit" class="button primary">Send to watch.events</button>
        </p>
        <p role="status" class={answer === null || answer.isGood ? "" : "down"}>{answer?.text}</p>
      </form>
    </details>
  );
}

function tell({ received, quarantined, offsets, rows }: EventsAnswer) {
  const places = offsets.map(({ partition, first_offset }) => `${partition}@${first_offset}`);
  const reasons = rows.flatMap((row) => row.reasons.map(({ rule }) => rule)).join(", ");
  return {
    text: `${received} durable at ${places.join(", ")}` +
      (quarantined > 0 ? `; ${quarantined} will be quarantined: ${reasons}` : ""),
    isGood: quarantined === 0,
  };
}
