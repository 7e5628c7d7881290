// What the log and its writer's thread say to each other.

import type { CoveredOffset } from "../port.ts";
import type { CommitRequest, RetainedAge } from "./log_writer.ts";

/** What the writer can be asked; each call is answered once, in order. */
export type WriterCall =
  /** `wakeRoot`: the log's folder, absolute, whose readers are told of each commit; null for nobody. */
  | { readonly kind: "open"; readonly path: string; readonly wakeRoot: string | null }
  | { readonly kind: "commit"; readonly request: CommitRequest }
  | { readonly kind: "createTopic"; readonly topic: string; readonly partitions: number }
  | {
    readonly kind: "retain";
    readonly covered: readonly CoveredOffset[];
    readonly age: RetainedAge;
  }
  | { readonly kind: "close" };

/** The answer of each kind of call. */
export interface WriterAnswers {
  /** The log's identity. */
  readonly open: string;
  /** The offset of each partition's first record. */
  readonly commit: readonly number[];
  readonly createTopic: undefined;
  /** Batches that were removed. */
  readonly retain: number;
  readonly close: undefined;
}

/** An answer, or what went wrong. */
export type WriterReply =
  | { readonly kind: "done"; readonly value: WriterAnswers[WriterCall["kind"]] }
  | { readonly kind: "failed"; readonly name: string; readonly message: string };
