// Minds the consumer's worker: passes its news on, starts it again when it is gone.

import type { RunReport } from "../../domain/report.ts";
import type { LogProducer, OwnedPartition } from "../../log/port.ts";
import type { AppliedNews, ConsumerHandle } from "./consumer_status.ts";
import type { Blame } from "./blame_of.ts";
import type {
  ConsumerCommand,
  ConsumerReport,
  ConsumerSettings,
  Position,
} from "./consumer_protocol.ts";
import type { ConsumerNews, ConsumerState, ConsumerStatus } from "./consumer_status.ts";
import { QuarantineCopies } from "./copy_quarantined.ts";
import { CrashRecord } from "./crash_record.ts";
import { Listeners } from "./listeners.ts";
import type { ReaderSettings, StartReader } from "./reader_protocol.ts";
import { startWorker } from "./start_worker.ts";

/** A worker that does not end by itself within this time is ended. */
const STOP_MS = 10_000;

/** What the minder is given. */
interface MinderOptions {
  readonly settings: ConsumerSettings;
  readonly producer: LogProducer;
  readonly workerUrl: URL;
  readonly readerUrl: URL;
}

/** The consumer, whichever worker it runs in. */
export class ConsumerMinder implements ConsumerHandle {
  readonly #options: MinderOptions;
  readonly #copies: QuarantineCopies;
  readonly #crashes = new CrashRecord();
  readonly #ready = Promise.withResolvers<void>();
  readonly #stopped = Promise.withResolvers<void>();
  readonly #appliedListeners = new Listeners<AppliedNews>();
  readonly #newsListeners = new Listeners<ConsumerNews>();
  readonly #positions = new Map<string, Position>();
  readonly #recording = new Map<number, { report: RunReport; done: PromiseWithResolvers<void> }>();
  #worker: Worker | null = null;
  #readers: readonly Worker[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: ConsumerState = "starting";
  #restarts = 0;
  #error: string | null = null;
  #owned: readonly OwnedPartition[] | null = null;
  #isMember = false;
  #seq: number | null = null;
  #committedMs: number | null = null;
  #isStopping = false;
  #nextId = 1;

  constructor(options: MinderOptions) {
    this.#options = options;
    this.#copies = new QuarantineCopies(options.producer);
    this.#ready.promise.catch(() => {}); // not everybody waits for it
    this.#start();
  }

  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  onApplied(listener: (news: AppliedNews) => void): () => void {
    return this.#appliedListeners.add(listener);
  }

  onNews(listener: (news: ConsumerNews) => void): () => void {
    return this.#newsListeners.add(listener);
  }

  status(): ConsumerStatus {
    return {
      state: this.#state,
      restarts: this.#restarts,
      error: this.#error,
      positions: [...this.#positions.values()],
      owned: this.#owned,
      isMember: this.#isMember,
      seq: this.#seq,
      committedMs: this.#committedMs,
    };
  }

  positionOf(topic: string, partition: number): number | null {
    return this.#positions.get(`${topic}/${partition}`)?.nextOffset ?? null;
  }

  refreshCatalog(): void {
    this.#send({ kind: "refresh" });
  }

  recordRun(report: RunReport): Promise<void> {
    if (this.#state === "stopped") return Promise.reject(new Error("The consumer was stopped"));
    const id = this.#nextId++, done = Promise.withResolvers<void>();
    this.#recording.set(id, { report, done });
    this.#send({ kind: "record run", id, report });
    return done.promise;
  }

  async stop(): Promise<void> {
    if (!this.#isStopping) {
      this.#isStopping = true;
      clearTimeout(this.#timer);
      if (this.#worker === null) this.#end();
      else {
        this.#send({ kind: "stop" });
        this.#timer = setTimeout(() => this.#end(), STOP_MS);
      }
    }
    await this.#stopped.promise;
    await this.#copies.close();
  }

  #start(): void {
    const { settings, workerUrl } = this.#options;
    const worker: Worker = startWorker(workerUrl, "consumer", settings, {
      hear: (report: ConsumerReport) => worker === this.#worker && this.#hear(report),
      lost: (error) => worker === this.#worker && this.#crashed(error, "record"),
    });
    this.#worker = worker;
    this.#isMember = false;
    const { firstRecords, poisoned } = this.#crashes;
    this.#send({
      kind: "start",
      settings: { ...settings, poisoned, ...firstRecords === null ? {} : { firstRecords } },
    });
    for (const [id, { report }] of this.#recording) this.#send({ kind: "record run", id, report });
  }

  /** They talk to the consumer's worker; here it is only heard that one is lost. */
  #startReaders(all: readonly ReaderSettings[]): void {
    this.#endReaders();
    const { settings, readerUrl } = this.#options, ports: MessagePort[] = [];
    this.#readers = all.map((own) => {
      const { port1, port2 } = new MessageChannel();
      const reader: Worker = startWorker(readerUrl, "reader", settings, {
        hear: () => {},
        lost: (error) => this.#readers.includes(reader) && this.#crashed(error, "record"),
      });
      reader.postMessage({ settings: own, port: port1 } satisfies StartReader, [port1]);
      ports.push(port2);
      return reader;
    });
    this.#worker?.postMessage({ kind: "readers", ports } satisfies ConsumerCommand, ports);
  }

  #endReaders(): void {
    for (const reader of this.#readers) reader.terminate();
    this.#readers = [];
  }

  #endWorkers(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#endReaders();
  }

  #send(command: ConsumerCommand): void {
    this.#worker?.postMessage(command);
  }

  #hear(report: ConsumerReport): void {
    switch (report.kind) {
      case "ready":
        this.#keepPositions(report.positions);
        this.#become("running", null, { kind: "ready" });
        return this.#ready.resolve();
      case "readers wanted":
        return this.#startReaders(report.readers);
      case "assigned":
        this.#owned = report.owned;
        this.#isMember = true;
        return this.#tell(report);
      case "rederiving":
        return this.#become("rederiving", null, report);
      case "switched":
      case "gap":
        return this.#tell(report);
      case "trying":
        return this.#crashes.trying(report);
      case "applied":
        return this.#applied(report);
      case "waiting":
        return report.reason === null
          ? this.#become("running", null, { kind: "recovered" })
          : this.#become("waiting", report.reason, { kind: "waiting", reason: report.reason });
      case "blocked":
        this.#become("blocked", report.reason, report);
        return this.#ready.resolve(); // what is stored can be shown
      case "run recorded":
        return this.#recorded(report.id, report.error);
      case "failed":
        return this.#crashed(report.message, report.blame);
      case "stopped":
        return this.#isStopping ? this.#end() : this.#crashed("it ended by itself", "store");
      default:
        report satisfies never;
    }
  }

  #applied({ applied, positions, committedMs }: ConsumerReport & { kind: "applied" }): void {
    this.#crashes.succeeded();
    this.#keepPositions(positions);
    this.#seq = applied.seq;
    this.#committedMs = committedMs;
    this.#copies.add(applied.quarantined);
    this.#appliedListeners.tell({ applied, committedMs });
  }

  #keepPositions(positions: readonly Position[]): void {
    for (const position of positions) {
      this.#positions.set(`${position.topic}/${position.partition}`, position);
    }
  }

  #recorded(id: number, error: string | null): void {
    const { done } = this.#recording.get(id) ?? {};
    this.#recording.delete(id);
    if (error === null) done?.resolve();
    else done?.reject(new Error(`Cannot keep the run's report: ${error}`));
  }

  #crashed(error: string, blame: Blame): void {
    this.#endWorkers();
    if (this.#isStopping) return this.#end();
    this.#restarts++;
    const { waitMs, poisoned } = this.#crashes.crashed(blame);
    this.#become("restarting", error, { kind: "crashed", error, inMs: waitMs });
    if (poisoned !== null) this.#tell({ kind: "poisoned", place: poisoned });
    this.#timer = setTimeout(() => this.#start(), waitMs);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#endWorkers();
    const reason = new Error("The consumer was stopped");
    this.#ready.reject(reason);
    for (const { done } of this.#recording.values()) done.reject(reason);
    this.#recording.clear();
    this.#become("stopped", null, { kind: "stopped" });
    this.#stopped.resolve();
  }

  #become(state: ConsumerState, error: string | null, news: ConsumerNews): void {
    this.#state = state;
    this.#error = error;
    this.#tell(news);
  }

  #tell(news: ConsumerNews): void {
    this.#newsListeners.tell(news);
  }
}
