// Tells live clients of each commit: one message for all, at most 20 a second, never an unbounded buffer.

import type { LiveMessage, LiveNotice } from "../../domain/live_message.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { LiveCommit, LiveStart } from "./live_commit.ts";
import { type LiveContext, LiveState } from "./live_state.ts";

/** A delta's text, and the commits it leads from and to. */
interface SentDelta {
  readonly since: number;
  readonly seq: number;
  readonly text: string;
}

/** Deltas without a gap, at most so many and so large together. */
class DeltaRing {
  readonly #maxDeltas: number;
  readonly #maxBytes: number;
  #deltas: SentDelta[] = [];
  #bytes = 0;

  constructor({ maxDeltas = 1_000, maxBytes = 8 << 20 } = {}) {
    this.#maxDeltas = maxDeltas;
    this.#maxBytes = maxBytes;
  }

  add(delta: SentDelta): void {
    this.#deltas.push(delta);
    this.#bytes += delta.text.length;
    let gone = 0;
    while (
      this.#deltas.length - gone > this.#maxDeltas ||
      (this.#bytes > this.#maxBytes && gone < this.#deltas.length)
    ) this.#bytes -= this.#deltas[gone++]!.text.length;
    if (gone > 0) this.#deltas = this.#deltas.slice(gone);
  }

  /** The deltas that lead on from commit `seq`, or null when they are not all here. */
  after(seq: number): readonly SentDelta[] | null {
    const from = this.#deltas.findIndex(({ since }) => since === seq);
    return from < 0 ? null : this.#deltas.slice(from);
  }

  clear(): void {
    this.#deltas = [];
    this.#bytes = 0;
  }
}

/** Between two deltas: 20 a second. */
const TICK_MS = 50;
/** With more than this waiting for it, a client is left out until it has read on. */
const MAX_WAITING_BYTES = 256 << 10;
/** More that was missed costs more than beginning anew, and a client that does not read holds all of it. */
const MAX_RESUME_BYTES = 128 << 10;
/** With no more than this waiting, it begins anew. */
const READ_ON_BYTES = 16 << 10;
/** A client that has read nothing for so long is let go. */
const MAX_BEHIND_MS = 60_000;

/** A client's end of the connection. */
export interface LiveSink {
  send(text: string): void;
  /** Bytes given to `send()` that the client has not taken. */
  waitingBytes(): number;
  close(reason: string): void;
}

interface Client {
  readonly sink: LiveSink;
  /** Since when it has been left out; null while it keeps up. */
  behindSinceMs: number | null;
}

/** What the hub is given. */
export interface LiveHubOptions extends LiveContext {
  readonly start: LiveStart;
  readonly telemetry: Telemetry;
  readonly maxClients: number;
}

/** The clients and what they are told. */
export class LiveHub {
  readonly #options: LiveHubOptions;
  readonly #clients = new Set<Client>();
  readonly #ring = new DeltaRing();
  #state: LiveState;
  #snapshot: { readonly seq: number; readonly atMs: number; readonly text: string } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #lastTickMs = -Infinity;
  #isClosed = false;
  /** What is wrong for now, by what it is about. */
  readonly #troubles = new Map<LiveNotice["about"], string>();

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#state = new LiveState(options.start, options);
  }

  get clients(): number {
    return this.#clients.size;
  }

  get isFull(): boolean {
    return this.#isClosed || this.#clients.size >= this.#options.maxClients;
  }

  /** Takes a commit up; it is told at once if nothing was within the last 50 ms. */
  onCommit(commit: LiveCommit): void {
    this.#state.gather(commit);
    if (this.#timer !== null || !this.#state.hasNews || this.#isClosed) return;
    const waitMs = Math.max(0, this.#lastTickMs + TICK_MS - performance.now());
    this.#timer = setTimeout(() => this.#tick(), waitMs);
  }

  /** The store was derived anew: everybody begins anew. */
  restart(start: LiveStart): void {
    this.#state = new LiveState(start, this.#options);
    this.#ring.clear();
    this.#snapshot = null;
    const text = this.#snapshotText();
    for (const client of this.#clients) this.#send(client, text);
  }

  /**
   * Adds a client, which is told something at once. With `since` it goes on from there if what it missed is
   * known, not nothing and not too much; else it begins anew.
   */
  join(sink: LiveSink, since: number | null): () => void {
    const client: Client = { sink, behindSinceMs: null };
    this.#clients.add(client);
    const missed = (since === null ? null : this.#ring.after(since)) ?? [];
    const missedBytes = missed.reduce((sum, { text }) => sum + text.length, 0);
    const resumes = missed.length > 0 && missedBytes <= MAX_RESUME_BYTES;
    const texts = resumes ? missed.map(({ text }) => text) : [this.#snapshotText()];
    for (const text of [...texts, ...this.#troubles.values()]) this.#send(client, text);
    return () => this.#clients.delete(client);
  }

  /** Says something about the service itself; an error is told to those who come later too, until an info about the same. */
  notify({ level, about, text }: Pick<LiveNotice, "level" | "about" | "text">): void {
    const at = new Date(this.#options.nowMs()).toISOString();
    const message = JSON.stringify(
      { kind: "notice", level, about, text, at } satisfies LiveMessage,
    );
    if (level === "error") this.#troubles.set(about, message);
    if (level === "info") this.#troubles.delete(about);
    for (const client of this.#clients) {
      if (client.behindSinceMs === null) this.#send(client, message);
    }
  }

  /** Lets every client go. */
  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { sink } of this.#clients) sink.close("the service stops");
    this.#clients.clear();
  }

  #tick(): void {
    this.#timer = null;
    this.#lastTickMs = performance.now();
    const delta = this.#state.takeDelta();
    const text = JSON.stringify(delta); // once for all clients
    this.#ring.add({ since: delta.since, seq: delta.seq, text });
    for (const client of this.#clients) {
      if (client.behindSinceMs === null) this.#send(client, text);
      else this.#catchUp(client);
    }
    if (delta.last_ingest_at !== null) {
      const latencyMs = this.#options.nowMs() - Date.parse(delta.last_ingest_at);
      this.#options.telemetry.metrics.sendSeconds.observe(Math.max(0, latencyMs) / 1000);
    }
  }

  #send(client: Client, text: string): void {
    client.sink.send(text);
    if (client.behindSinceMs !== null || client.sink.waitingBytes() <= MAX_WAITING_BYTES) return;
    client.behindSinceMs = this.#options.nowMs();
    this.#options.telemetry.emit("live_client_slow");
  }

  #catchUp(client: Client): void {
    if (client.sink.waitingBytes() <= READ_ON_BYTES) {
      client.behindSinceMs = null;
      this.#send(client, this.#snapshotText());
    } else if (this.#options.nowMs() - client.behindSinceMs! > MAX_BEHIND_MS) {
      this.#clients.delete(client);
      client.sink.close("too slow");
    }
  }

  /** Made once for all who join within a tick. */
  #snapshotText(): string {
    const { seq } = this.#state, atMs = performance.now();
    if (this.#snapshot?.seq === seq && atMs - this.#snapshot.atMs < TICK_MS) {
      return this.#snapshot.text;
    }
    const text = JSON.stringify(this.#state.snapshot() satisfies LiveMessage);
    this.#snapshot = { seq, atMs, text };
    return text;
  }
}
