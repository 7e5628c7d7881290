// The hub: snapshots, numbered deltas, conflation, resuming, slow readers.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../../domain/columns.ts";
import { FakeTime } from "./fake_time_fixture.ts";
import type { ViewAnswer } from "../../domain/answers.ts";
import type { LiveDelta, LiveMessage, LiveSnapshot } from "../../domain/live_message.ts";
import { silentLogger } from "../../telemetry/logger.ts";
import { Telemetry } from "../../telemetry/telemetry.ts";
import type { LiveCommit, LiveStart } from "./live_commit.ts";
import { LiveHub } from "./live_hub.ts";

const MINUTE = 60_000;
const TOTALS = {
  ...{ accepted_views: 0, qualified_views: 0, watch_hours: 0, users: 0, shows: 0, binge_views: 0 },
};
const LEDGER = { read: 0, accepted: 0, duplicate: 0, quarantined: 0, excluded: 0 };
const START: LiveStart = {
  ...{ seq: 7, ledger: LEDGER, totals: TOTALS, latest: [], sample: false },
  minutes: [{ startMs: 5 * MINUTE, views: 2 }],
};

function commit(seq: number, views = 1): LiveCommit {
  return {
    seq,
    ledger: { ...LEDGER, read: seq, accepted: seq },
    totals: { ...TOTALS, accepted_views: seq },
    acceptedViews: views,
    latest: [],
    users: [],
    minutes: [{ startMs: 6 * MINUTE, views }],
    ...{ ingestTimeMs: 1_000, committedMs: 1_004 },
  };
}

const VIEW: ViewAnswer = {
  ...{ user_id: "ann", show_name: "Dark", episode: null, ...NO_DIMENSIONS },
  ...{ watch_date: "2026-01-01T00:00:00.000Z", watch_duration_minutes: 30 },
  ...{ completion_rate: null, is_binge_session: false, engagement_score: null },
  sitting_start: "2026-01-01T00:00:00.000Z",
};

class Reader {
  readonly messages: LiveMessage[] = [];
  readonly closed: string[] = [];
  waiting = 0;
  readonly sink = {
    send: (text: string) => void this.messages.push(JSON.parse(text)),
    waitingBytes: () => this.waiting,
    close: (reason: string) => void this.closed.push(reason),
  };
  /** Kinds and numbers: `snapshot 7`, `delta 7→9`. */
  get story(): string[] {
    return this.messages.map((message) => {
      if (message.kind === "notice") return `notice ${message.text}`;
      return message.kind === "snapshot"
        ? `snapshot ${message.seq}`
        : `delta ${message.since}→${message.seq}`;
    });
  }
}

function withHub(test: (hub: LiveHub, time: FakeTime) => void): void {
  const time = new FakeTime();
  const hub = new LiveHub({
    start: START,
    telemetry: new Telemetry(silentLogger),
    maxClients: 3,
    nowMs: () => time.nowMs,
    pending: () => 4,
    topShows: () => [],
  });
  try {
    test(hub, time);
  } finally {
    hub.close();
    time.restore();
  }
}

Deno.test("LiveHub sends a snapshot, then deltas that follow each other", () => {
  withHub((hub, time) => {
    const reader = new Reader();
    hub.join(reader.sink, null);
    hub.onCommit(commit(8));
    time.tick(60);
    hub.onCommit(commit(9));
    time.tick(60);
    assert.deepEqual(reader.story, ["snapshot 7", "delta 7→8", "delta 8→9"]);
    const snapshot = reader.messages[0] as LiveSnapshot, delta = reader.messages[2] as LiveDelta;
    assert.equal(snapshot.ledger.pending, 4);
    assert.equal(snapshot.views_per_minute.length, 60);
    assert.equal(snapshot.views_per_minute.at(-1)!.qualified_views, 2);
    assert.deepEqual(delta.minutes, [{ start: "1970-01-01T00:06:00.000Z", qualified_views: 1 }]);
    assert.equal(delta.totals.accepted_views, 9);
    assert.equal(delta.commit_latency_ms, 4);
  });
});

Deno.test("LiveHub conflates: at most 20 deltas a second, and each commit is in exactly one", () => {
  withHub((hub, time) => {
    const reader = new Reader();
    hub.join(reader.sink, null);
    for (let seq = 8; seq < 1_008; seq++) {
      hub.onCommit(commit(seq, 2));
      time.tick(1);
    }
    time.tick(60);
    const deltas = reader.messages.filter((message) => message.kind === "delta");
    assert.ok(deltas.length <= 22, `${deltas.length} deltas`);
    assert.equal(deltas.reduce((sum, delta) => sum + delta.accepted_views, 0), 2_000);
    deltas.reduce((seq, delta) => (assert.equal(delta.since, seq), delta.seq), 7);
    assert.equal(deltas.at(-1)!.seq, 1_007);
  });
});

Deno.test("LiveHub lets whoever joins between commit and delta miss nothing and count nothing twice", () => {
  withHub((hub, time) => {
    hub.onCommit(commit(8));
    time.tick(1);
    hub.onCommit(commit(9)); // waits for the next tick
    const reader = new Reader();
    hub.join(reader.sink, null);
    time.tick(60);
    assert.deepEqual(reader.story, ["snapshot 8", "delta 8→9"]);
  });
});

Deno.test("LiveHub resumes with what was missed, or begins anew when that is no longer known", () => {
  withHub((hub, time) => {
    for (const seq of [8, 9, 10]) {
      hub.onCommit(commit(seq));
      time.tick(60);
    }
    const story = (since: number) => {
      const reader = new Reader();
      hub.join(reader.sink, since)();
      return reader.story;
    };
    assert.deepEqual(story(8), ["delta 8→9", "delta 9→10"]);
    assert.deepEqual(story(10), ["snapshot 10"]); // nothing was missed, and something is told at once
    assert.deepEqual(story(3), ["snapshot 10"]);
    assert.deepEqual(story(99), ["snapshot 10"]);
  });
});

Deno.test("LiveHub leaves a slow reader out, and begins anew with it once it has read on", () => {
  withHub((hub, time) => {
    const slow = new Reader();
    hub.join(slow.sink, null);
    slow.waiting = 1 << 20;
    for (let seq = 8; seq < 20; seq++) {
      hub.onCommit(commit(seq));
      time.tick(60);
    }
    assert.deepEqual(slow.story, ["snapshot 7", "delta 7→8"]);
    slow.waiting = 0;
    hub.onCommit(commit(20));
    time.tick(60);
    hub.onCommit(commit(21));
    time.tick(60);
    assert.deepEqual(slow.story.slice(2), ["snapshot 20", "delta 20→21"]);
  });
});

Deno.test("LiveHub lets a reader go that reads nothing for a minute", () => {
  withHub((hub, time) => {
    const dead = new Reader();
    dead.waiting = 1 << 20;
    hub.join(dead.sink, null);
    time.tick(61_000);
    hub.onCommit(commit(8));
    time.tick(60);
    assert.deepEqual(dead.closed, ["too slow"]);
    assert.equal(hub.clients, 0);
  });
});

Deno.test("LiveHub tells everybody when the store is derived anew, and takes no more than it may", () => {
  withHub((hub, time) => {
    const readers = [new Reader(), new Reader(), new Reader()];
    for (const { sink } of readers) hub.join(sink, null);
    assert.ok(hub.isFull);
    hub.restart({ ...START, seq: 30 });
    hub.notify({ level: "warning", about: "consumer", text: "The consumer was started again." });
    for (const { story } of readers) {
      assert.deepEqual(story, [
        "snapshot 7",
        "snapshot 30",
        "notice The consumer was started again.",
      ]);
    }
    hub.onCommit(commit(30)); // in the snapshot already
    time.tick(60);
    assert.equal(readers[0]!.story.length, 3);
  });
});

Deno.test("LiveHub tells those who come later what is still wrong", () => {
  withHub((hub) => {
    hub.notify({ level: "error", about: "log", text: "The log is away." });
    hub.notify({ level: "error", about: "store", text: "The disk is full." });
    hub.notify({ level: "info", about: "store", text: "There is room." });
    const late = new Reader();
    hub.join(late.sink, null);
    assert.deepEqual(late.story, ["snapshot 7", "notice The log is away."]);
    hub.notify({ level: "info", about: "log", text: "The log is back." });
    const last = new Reader();
    hub.join(last.sink, null);
    assert.deepEqual(last.story, ["snapshot 7"]);
  });
});

Deno.test("LiveHub costs a reader that resumes and never reads no more than a snapshot", () => {
  withHub((hub, time) => {
    const view = { ...VIEW, show_name: "s".repeat(1_024), episode: "e".repeat(512) };
    for (let seq = 8; seq < 208; seq++) {
      hub.onCommit({ ...commit(seq), latest: Array(50).fill(view) });
      time.tick(60);
    }
    const bytesOf = (since: number | null) => {
      const reader = new Reader();
      hub.join(reader.sink, since)();
      return JSON.stringify(reader.messages).length;
    };
    assert.ok(bytesOf(null) < 100_000);
    for (const since of [7, 100, 206]) assert.ok(bytesOf(since) < 150_000, String(since));
    // A view larger than a message may be is counted and not listed.
    hub.onCommit({ ...commit(300), latest: [{ ...view, episode: "e".repeat(900_000) }, view] });
    time.tick(60);
    const reader = new Reader();
    hub.join(reader.sink, null)();
    const [snapshot] = reader.messages;
    assert.ok(snapshot?.kind === "snapshot");
    assert.equal(snapshot.latest_views[0]!.episode, view.episode);
    assert.ok(snapshot.latest_views.length > 20);
  });
});
