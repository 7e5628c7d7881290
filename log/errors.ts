// What can go wrong with a log, by kind. `retriable` says whether the same call may work later.

import { LOG_IS_ANOTHER } from "../domain/live_message.ts";
import { MAX_PARTITIONS } from "../domain/log_settings.ts";

/** A failure of the log. Catch this to tell the log's failures from defects. */
export abstract class LogError extends Error {
  /** Whether the same call may work later without anybody mending anything but the outside world. */
  abstract readonly retriable: boolean;
}

/**
 * Records could not be made durable. None of them was acknowledged; what was acknowledged before is
 * untouched. A full disk or a failing device is retriable: the log goes on once there is room.
 */
export class LogWriteError extends LogError {
  override readonly name = "LogWriteError";
  override readonly retriable: boolean;

  constructor(message: string, options: { readonly retriable: boolean; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retriable = options.retriable;
  }
}

/** Records are there and cannot be read yet: what is needed for it does not answer. */
export class LogReadError extends LogError {
  override readonly name = "LogReadError";
  override readonly retriable = true;
}

/** The log lets nobody in as who the settings name, or not to this. Somebody has to change that. */
export class LogAccessError extends LogError {
  override readonly name = "LogAccessError";
  override readonly retriable = true;
}

/** What was acknowledged cannot be read as it was written. Nothing behind it is read in silence. */
export class LogCorruptionError extends LogError {
  override readonly name = "LogCorruptionError";
  override readonly retriable = false;
  /** The damaged file. */
  readonly path: string;

  /** `place`: the first record that cannot be read; null when the file as a whole cannot. */
  constructor(
    path: string,
    place: { readonly topic: string; readonly partition: number; readonly offset: number } | null,
    options?: { readonly cause: Error },
  ) {
    const where = place === null
      ? options?.cause.message ?? "it is no log"
      : `${place.topic}, partition ${place.partition}, offset ${place.offset} cannot be read`;
    super(`${path} is damaged: ${where}`, options);
    this.path = path;
  }
}

/**
 * The log is not the one that the store has applied: it was replaced, made anew, or restored from an older copy.
 * Going on would skip records as if they were known.
 */
export class LogMismatchError extends LogError {
  override readonly name = "LogMismatchError";
  override readonly retriable = false;

  /** `found`: what is wrong at that place, or with the log as a whole, as the end of a sentence about it. */
  constructor(
    place: { readonly topic: string; readonly partition: number } | null,
    found: string,
  ) {
    const what = place === null ? "it" : `${place.topic}, partition ${place.partition}`;
    super(
      `${LOG_IS_ANOTHER}: ${what} ` +
        `${found}. Put the right log back, or go on with this one: deno task doctor --accept-log`,
    );
  }
}

/** The log's file went away, or another one took its name, while it was open. */
export class LogReplacedError extends LogError {
  override readonly name = "LogReplacedError";
  override readonly retriable = false;
}

/** A newer version of Playhead wrote the log, or an older one beside it. */
export class LogVersionError extends LogError {
  override readonly name = "LogVersionError";
  override readonly retriable = false;
}

/** Somebody else is writing to the log's folder. */
export class LogLockedError extends LogError {
  override readonly name = "LogLockedError";
  override readonly retriable = true;
}

/** A topic is missing, or is not what was asked for. */
export class LogTopicError extends LogError {
  override readonly name = "LogTopicError";
  override readonly retriable = false;
}

/** The error of a topic that somebody else made, or gave more partitions, and that cannot be read. */
export function tooManyPartitions(name: string, partitions: number): LogTopicError {
  return new LogTopicError(
    `Cannot read the topic ${name} as it must have at most ${MAX_PARTITIONS} partitions: it has ` +
      `${partitions}. Copy it to one with fewer, or have others made: KAFKA_TOPIC_PREFIX`,
  );
}

/** A position that the log does not hold (any more): seek to a place from first to end, then poll. */
export class LogOffsetError extends LogError {
  override readonly name = "LogOffsetError";
  override readonly retriable = false;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly firstOffset: number;
  readonly endOffset: number;

  constructor(
    place: { readonly topic: string; readonly partition: number; readonly offset: number },
    range: { readonly firstOffset: number; readonly endOffset: number },
  ) {
    super(
      `Cannot read ${place.topic}, partition ${place.partition} as the offset must be from ` +
        `${range.firstOffset} to ${range.endOffset}: current value is ${place.offset}`,
    );
    this.topic = place.topic;
    this.partition = place.partition;
    this.offset = place.offset;
    this.firstOffset = range.firstOffset;
    this.endOffset = range.endOffset;
  }
}
