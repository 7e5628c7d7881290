// Whether the page is live, as a dot with a word; what a reconnect brought.

import { useEffect } from "preact/hooks";
import { connect, live } from "../../client/live.ts";
import type { LiveStatus } from "../../client/live_feed.ts";

const WORDS: Readonly<Record<LiveStatus, { readonly text: string; readonly kind: string }>> = {
  connecting: { text: "connecting", kind: "warn" },
  live: { text: "live", kind: "good" },
  stale: { text: "nothing heard lately", kind: "warn" },
  offline: { text: "offline, trying again", kind: "bad" },
};

export default function Connection() {
  useEffect(connect, []);
  const { isSample, notice, resumed, status } = live;
  const { text, kind } = WORDS[status.value];
  const more = [resumed.value, notice.value].filter((part) => part !== null).join(" · ");
  return (
    <>
      {isSample.value && <span class="badge warn">sample data</span>}
      <span class={`badge ${kind}`} role="status" title={more === "" ? undefined : more}>
        {text}
        {status.value === "live" && resumed.value !== null && ` · ${resumed.value}`}
      </span>
    </>
  );
}
