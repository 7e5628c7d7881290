// Tests that a live stream loses and doubles nothing when its connection is lost.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../domain/columns.ts";
import type { ViewAnswer } from "../domain/answers.ts";
import type { LiveDelta, LiveMessage, LiveSnapshot, LiveState } from "../domain/live_message.ts";
import { type FeedSocket, LiveFeed } from "./live_feed.ts";

interface Script {
  readonly feed: LiveFeed;
  readonly sockets: (FeedSocket & { readonly since: number | null })[];
  readonly say: (message: LiveMessage) => void;
  readonly lose: () => void;
}

function scripted(): Script {
  const sockets: Script["sockets"] = [];
  const feed = new LiveFeed((since) => {
    const socket = { since, onmessage: null, onclose: null, close: () => {} };
    sockets.push(socket);
    return socket;
  });
  feed.connect();
  return {
    ...{ feed, sockets },
    say: (message) => {
      const event = new MessageEvent("message", { data: JSON.stringify(message) });
      sockets.at(-1)!.onmessage!.call(null as never, event);
    },
    lose: () => sockets.at(-1)!.onclose!.call(null as never, new CloseEvent("close")),
  };
}

Deno.test("LiveFeed tells what it missed and what was filled in, over several deltas", async () => {
  const { feed, sockets, say, lose } = scripted();
  say(snapshot(5, 1_000));
  lose();
  assert.equal(feed.status.value, "offline");
  await until(() => sockets.length === 2);
  assert.equal(sockets[1]!.since, 5);
  say(delta(6, { total: 1_200, accepted: 200 }));
  say(delta(7, { total: 1_214, accepted: 14 }));
  await until(() => feed.resumed.value !== null);
  assert.equal(feed.resumed.value, "missed 214, filled in 214");
  assert.equal(feed.accepted.value, 214);
  feed.close();
});

Deno.test("LiveFeed shows what is wrong at once, until it is mended or the connection is lost", () => {
  const { feed, say, lose } = scripted();
  const at = "2026-01-01T00:00:00.000Z", notice = { kind: "notice", at } as const;
  const troubles = () => [...feed.troubles.value.values()];
  say(snapshot(5, 1_000));
  say({ ...notice, level: "error", about: "log", text: "no log" });
  say({ ...notice, level: "error", about: "consumer", text: "it crashed" });
  say({ ...notice, level: "warning", about: "consumer", text: "one record" });
  assert.deepEqual(troubles(), ["no log", "it crashed"]);
  say({ ...notice, level: "info", about: "consumer", text: "it runs" });
  assert.deepEqual(troubles(), ["no log"]);
  assert.equal(feed.notice.value, "it runs");
  lose();
  assert.deepEqual(troubles(), []);
  feed.close();
});

Deno.test("LiveFeed fills in by a snapshot when the service was started anew", async () => {
  const { feed, sockets, say, lose } = scripted();
  say({ ...snapshot(5, 1_000), latest_views: [view("a")] });
  lose();
  await until(() => sockets.length === 2);
  say({ ...snapshot(9, 1_002), latest_views: [view("c"), view("b"), view("a")] });
  await until(() => feed.resumed.value !== null);
  assert.equal(feed.resumed.value, "missed 2, filled in 2");
  assert.deepEqual(feed.views.value.map(({ user_id }) => user_id), ["c", "b", "a"]);
  feed.close();
});

Deno.test("LiveFeed tells nothing of a gap when the store is another one", async () => {
  const { feed, sockets, say, lose } = scripted();
  say(snapshot(5, 1_000));
  lose();
  await until(() => sockets.length === 2);
  say(snapshot(2, 10));
  await until(() => feed.state.value?.seq === 2);
  assert.equal(feed.resumed.value, null);
  feed.close();
});

Deno.test("LiveFeed shows the first message at once and those right after it together", async () => {
  const { feed, say } = scripted();
  let changes = 0;
  feed.state.subscribe(() => changes++);
  say(snapshot(5, 1_000));
  for (let seq = 6; seq < 26; seq++) say(delta(seq, { total: 1_000 + seq, accepted: 1 }));
  assert.equal(feed.state.value?.seq, 5);
  await until(() => feed.state.value?.seq === 25);
  assert.equal(changes, 3); // none, the snapshot, the deltas as one
  assert.equal(feed.accepted.value, 20);
  feed.close();
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(holds());
}

function stateAt(seq: number, accepted: number): LiveState {
  return {
    ...{ seq, sent_at: "2026-01-01T00:00:00.000Z", active_users: 0, top_shows: [] },
    ...{ commit_latency_ms: null, last_ingest_at: null },
    ledger: {
      ...{ read: accepted, accepted, duplicate: 0, quarantined: 0, excluded: 0 },
      ...{ pending: 0, balanced: true },
    },
    totals: {
      ...{ accepted_views: accepted, qualified_views: accepted, watch_hours: 0, users: 1 },
      ...{ shows: 1, binge_views: 0 },
    },
  };
}

function snapshot(seq: number, accepted: number): LiveSnapshot {
  return {
    ...{ kind: "snapshot", ...stateAt(seq, accepted), latest_views: [], sample: false },
    ...{ ingest_per_second: [], views_per_minute: [] },
  };
}

function delta(
  seq: number,
  { total, accepted }: { readonly total: number; readonly accepted: number },
): LiveDelta {
  return {
    ...{ kind: "delta", since: seq - 1, ...stateAt(seq, total), latest_views: [], minutes: [] },
    accepted_views: accepted,
  };
}

function view(user: string): ViewAnswer {
  return {
    ...{ user_id: user, show_name: "A", episode: null, ...NO_DIMENSIONS },
    ...{ watch_date: "2026-01-01T00:00:00.000Z", watch_duration_minutes: 20 },
    ...{ completion_rate: null, is_binge_session: false, engagement_score: null },
    sitting_start: "2026-01-01T00:00:00.000Z",
  };
}
