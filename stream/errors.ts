// What can go wrong with a log, by kind. `retriable` says whether the same call may work later.

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

/** Bytes that were acknowledged are not what was written. Nothing behind them is read in silence. */
export class LogCorruptionError extends LogError {
  override readonly name = "LogCorruptionError";
  override readonly retriable = false;
  /** The damaged file. */
  readonly path: string;
  /** Where in it the damage starts, in bytes. */
  readonly position: number;

  constructor(path: string, position: number, found: string) {
    super(`Cannot read ${path} as what was acknowledged must be whole: byte ${position} ${found}`);
    this.path = path;
    this.position = position;
  }
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
