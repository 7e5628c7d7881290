// What the core asks of the tables and tells them to write, always in sets: the port between the store's rules
// and the databases that keep its rows. An adapter answers within one transaction, and decides nothing.

import type { Ledger } from "../../domain/ledger.ts";
import type { PartOfQuarantine, QuarantineAsk, QuarantineFound } from "./quarantine_book.ts";
import type { SourcePart } from "./ledger_changes.ts";
import type { StoreChanges } from "./store_changes.ts";
import type { PlacedView, StoredView, ViewWindow } from "./stored_view.ts";

/** A partition of a topic. */
export interface LogPart {
  readonly topic: string;
  readonly partition: number;
}

/** Texts to be numbered, each once. */
export interface Texts {
  readonly users: readonly string[];
  readonly shows: readonly string[];
  /** Episodes and dimensions that are there and not empty. */
  readonly labels: readonly string[];
  readonly sources: readonly string[];
}

/** Numbers of texts in the order in which they were asked for. */
export interface Numbered {
  readonly ids: readonly number[];
  /** Those that were made for it. */
  readonly made: ReadonlySet<number>;
}

/** Runtimes of a show and its episodes, in minutes. */
export interface Runtimes {
  readonly show: number | null;
  readonly episodes: ReadonlyMap<number, number>;
}

/** An event id of a user. */
export interface EventAsk {
  readonly userId: number;
  readonly eventId: string;
}

/** The time that views of a user extend over which come or go. */
export interface WindowAsk {
  readonly userId: number;
  readonly fromMs: number;
  /** The latest end. */
  readonly endMs: number;
}

/** A user's key of duplicates; see {@link import("./keep_one.ts").duplicateKey}. */
export interface KeyAsk {
  readonly userId: number;
  readonly key: string;
}

/** What is known of a user. */
export interface UserState {
  readonly accepted: number;
  /** Starts, in milliseconds; null without such a view. */
  readonly firstQualifiedMs: number | null;
  readonly lastMs: number | null;
  /** Weeks with a qualified view. */
  readonly weeks: ReadonlySet<number>;
  readonly shows: ReadonlySet<number>;
}

/** What is asked about a user some of whose views went. */
export interface RemainsAsk {
  readonly userId: number;
  readonly shows: readonly number[];
  readonly weeks: readonly number[];
}

/** What a user's views say. */
export interface Remains {
  readonly firstQualifiedMs: number | null;
  readonly lastMs: number | null;
  /** Of the shows and weeks that were asked for, those that still have a view, a week a qualified one. */
  readonly shows: ReadonlySet<number>;
  readonly weeks: ReadonlySet<number>;
}

/** Views of a user that leave. */
export interface UserPart {
  readonly userId: number;
  readonly views: readonly PlacedView[];
}

/**
 * The tables as the core sees them. Ids are whole numbers from 1 to 2^50 which the adapter chooses, so that writers of
 * other users need not agree on them: counted, or taken from the text itself. Answers are in the order of what was asked.
 */
export interface StoreTables {
  /** Where partitions go on; null before the first batch. */
  positionsOf(parts: readonly LogPart[]): readonly (number | null)[];
  /** Numbers of texts, made where there are none. */
  idsOf(texts: Texts): { readonly [kind in keyof Texts]: Numbered };
  /** Runtimes of these shows; there may be more in the answer. */
  runtimesOf(shows: ReadonlySet<number>): ReadonlyMap<number, Runtimes>;
  /** The view that has an event id. */
  viewsByEvent(asks: readonly EventAsk[]): readonly (PlacedView | null)[];
  /**
   * The views that may share a sitting with what comes or goes: from the first of the sitting before `fromMs` on, up to
   * the one before a sitting that starts more than `gapMs` after `endMs`.
   */
  windowsOf(
    ask: { readonly windows: readonly WindowAsk[]; readonly gapMs: number },
  ): readonly ViewWindow[];
  /** The views that lost against the one that has a key, at most one of each source and partition. */
  shadowedBy(asks: readonly KeyAsk[]): readonly (readonly StoredView[])[];
  /** What is known of users; none of them is new. */
  statesOf(userIds: readonly number[]): readonly UserState[];
  /** What is left, after the views were written. */
  remainsOf(
    ask: { readonly users: readonly RemainsAsk[]; readonly qualifiedMinutes: number },
  ): readonly Remains[];
  /** What the quarantine has of these rows. */
  quarantined(ask: QuarantineAsk): QuarantineFound;
  /** The views of a source in a partition, by user, of users behind `after` until there are `limit` views or more. */
  viewsOf(
    ask: { readonly part: SourcePart; readonly after: number; readonly limit: number },
  ): readonly UserPart[];
  /** The quarantined rows of a part, and those that its records settled. */
  quarantineOf(part: SourcePart): PartOfQuarantine;
  /** All that the ledger counts of a part. */
  ledgerOf(part: SourcePart): Ledger;
  /** Writes changes, in the order of their names in {@link StoreChanges}. */
  write(changes: StoreChanges): Written;
}

/** What only the tables can tell, as writers of other users add to the same rows. */
export interface Written {
  /** How many shows have come to have views, less those that have none any more. */
  readonly shows: number;
}

/** What a method is asked. */
export type AskOf<Name extends keyof StoreTables> = Parameters<StoreTables[Name]>[0];

/** One question to the tables. */
export type Step = {
  readonly [Name in keyof StoreTables]: {
    readonly name: Name;
    readonly ask: AskOf<Name>;
  };
}[keyof StoreTables];

/** Work that goes on with the answer to each of its questions, and ends with a value. */
export type Steps<Value> = Generator<Step, Value, unknown>;

/** Asks the tables one question. */
export function* ask<Name extends keyof StoreTables>(
  name: Name,
  question: AskOf<Name>,
): Steps<ReturnType<StoreTables[Name]>> {
  return (yield { name, ask: question } as Step) as ReturnType<StoreTables[Name]>;
}

/** Does work over tables that answer at once. */
export function runSteps<Value>(steps: Steps<Value>, tables: StoreTables): Value {
  const answers = tables as { readonly [Name in keyof StoreTables]: (ask: never) => unknown };
  let step = steps.next();
  while (step.done !== true) {
    const { name, ask } = step.value;
    step = steps.next(answers[name](ask as never));
  }
  return step.value;
}
