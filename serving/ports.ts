// What the API and the live hub need from the rest of the service: small interfaces, filled at the start.

import type { FileImport } from "../domain/file_import.ts";
import type { ContractAnswer } from "../domain/contract_answer.ts";
import type { Repair, RepairedRow } from "../domain/repair.ts";
import type { RunReport } from "../domain/report.ts";
import type { RefusedFile } from "../domain/refused_file.ts";
import type { Reason } from "../domain/rule.ts";
import type { SavedRepair } from "../domain/saved_repair.ts";
import type { TimeMachineState } from "../domain/time_machine.ts";
import type { MessageList, TopicList } from "../domain/service_answers.ts";
import type { EventRange } from "../store/port.ts";

/** Files of the watched folder that were not taken in. */
export interface RefusedFilesPort {
  /** Newest first. */
  list(): readonly RefusedFile[];
}

/** Where records came to lie. */
export interface AppendedOffsets {
  readonly partition: number;
  readonly baseOffset: number;
  readonly records: number;
}

/** A record on its way into the log. */
export interface EventRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where messages are read from. */
export type MessageStart =
  | { readonly kind: "oldest" | "newest" }
  | { readonly kind: "offset"; readonly offset: number }
  | { readonly kind: "time"; readonly timeMs: number };

/** What the API asks of the log. */
export interface ApiLog {
  /** Durable once it resolves; a rejection that may pass says so by `retriable: true`. */
  append(topic: string, records: readonly EventRecord[]): Promise<readonly AppendedOffsets[]>;
  /** The topics and how far the store has applied them. */
  topics(): Promise<TopicList>;
  /** Null when there is no such topic or partition. */
  messages(
    topic: string,
    options: {
      readonly partition: number | null;
      readonly start: MessageStart;
      readonly limit: number;
    },
  ): Promise<MessageList | null>;
  /** Records in the log that the store has not applied. */
  pending(): number;
  /** Bytes of those of them that this process appended. */
  pendingBytes(): number;
}

/** A row as the pipeline will read it: not JSON, or its key and the rules it breaks. */
export type ReadRow =
  | { readonly kind: "not_json"; readonly message: string }
  | { readonly kind: "row"; readonly key: string; readonly reasons: readonly Reason[] };

/** Reads one row with the pipeline's own code; `nowMs` stands for the ingest time. */
export type RowReader = (bytes: Uint8Array, nowMs: number) => ReadRow;

/** A quarantined row as a repair takes it. */
export interface RowToRepair {
  readonly source: string;
  readonly raw: string;
  readonly encoding?: "base64";
  readonly reasons: readonly Reason[];
}

/** A repair takes too long on a row, or makes too much of it. */
export class RepairStoppedError extends Error {
  override readonly name = "RepairStoppedError";
  /** Of the rows that were given. */
  readonly rowIndex: number;

  constructor(rowIndex: number, reason: string) {
    super(reason);
    this.rowIndex = rowIndex;
  }
}

/** Takes a repair's steps on rows, and tries the rules on what comes out; rejects with RepairStoppedError. */
export type RowRepairer = (
  rows: readonly RowToRepair[],
  nowMs: number,
) => Promise<readonly RepairedRow[]>;

/** Makes a repair ready; rejects with RangeError when a step cannot be used. */
export type RepairMaker = (repair: Repair) => Promise<RowRepairer>;

/** The data contract's file. */
export interface ContractPort {
  read(): Promise<ContractAnswer>;
  /** @throws {import("../domain/errors.ts").UsageError} the change does not fit the file */
  setLimit(
    change: { readonly id: string; readonly bounds: readonly number[]; readonly version: string },
  ): Promise<ContractAnswer>;
}

/** A saved repair and the newest row that it was tried on. */
export interface RepairProgress {
  readonly saved: SavedRepair;
  readonly triedTo: number;
}

/** Repairs that are kept. */
export interface SavedRepairsPort {
  list(): Promise<readonly SavedRepair[]>;
  progress(): Promise<readonly RepairProgress[]>;
  /** One of the same name is replaced. */
  put(saved: SavedRepair, triedTo: number): Promise<void>;
  /** Whether it was there. */
  remove(name: string): Promise<boolean>;
  advance(name: string, triedTo: number, settled: number): Promise<void>;
  /** It is taken on no more rows, as `reason` says, until it is saved again. */
  stop(name: string, reason: string): Promise<void>;
}

/** Runs the ETL as a report says. @throws {import("../domain/errors.ts").InputError} it cannot be the same */
export type RunAgain = (report: RunReport) => Promise<RunReport>;

/** An import that was taken back. */
export interface RemovedImport {
  readonly source: string;
  /** Rows that the ledger had of it. */
  readonly rows: number;
  /** Where its file lies now; null when it was not in the watched folder. */
  readonly kept_file: string | null;
}

/**
 * Takes an import back: durable once it resolves.
 *
 * @throws {import("../domain/errors.ts").UsageError} the source is no import
 * @throws {import("../domain/errors.ts").InputError} there is none of it, or it is being sent
 */
export type RemoveImport = (source: string) => Promise<RemovedImport>;

/** What a replay begins with; instants in milliseconds, null is open. */
export interface ReplayStart extends EventRange {
  readonly speed: number;
}

/** What is changed of a replay; null leaves it. */
export interface ReplayChange {
  readonly at: number | null;
  readonly speed: number | null;
  readonly playing: boolean | null;
}

/** History replayed in a copy beside the store. It raises RangeError for what cannot be done. */
export interface TimeMachinePort {
  state(): TimeMachineState;
  start(start: ReplayStart): Promise<TimeMachineState>;
  change(change: ReplayChange): TimeMachineState;
  end(): Promise<TimeMachineState>;
}

/** Files that people hand in. */
export interface FileImportsPort {
  /**
   * Takes a file in and begins to look at it.
   *
   * @throws {import("../domain/errors.ts").UsageError} its name is none of an input
   * @throws {RangeError} it is too large
   */
  take(name: string, body: ReadableStream<Uint8Array> | null): Promise<FileImport>;
  find(id: string): FileImport | null;
  /** Begins to publish a file that is ready; otherwise its state stays. */
  publish(id: string): Promise<FileImport | null>;
  cancel(id: string): FileImport | null;
}

/** A part of the service and whether it does its work. */
export interface PartState {
  readonly name: string;
  readonly ready: boolean;
  readonly detail: string;
}

/** An answer that a request with an Idempotency-Key had. */
export interface KeptAnswer {
  /** SHA-256 of the request's body. */
  readonly bodyHash: string;
  /** As JSON. */
  readonly answer: string;
  readonly untilMs: number;
}

/** Answers by Idempotency-Key, over restarts. */
export interface AnsweredKeys {
  /** Null when there is none, or it is too old. */
  find(key: string, nowMs: number): KeptAnswer | null;
  keep(key: string, kept: KeptAnswer, nowMs: number): void;
}
