// The log as the rest of Playhead sees it: append, consume, administer. Two logs implement it.

/** A record on its way into the log. */
export interface NewRecord {
  /** Records of one key stay in order on one partition. At most 65,535 bytes of UTF-8. */
  readonly key: string;
  readonly value: Uint8Array;
  /** At most 65,535 bytes as JSON. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A record that the log holds. */
export interface LogRecord {
  readonly offset: number;
  /** Empty when its producer gave none. */
  readonly key: string;
  /** Valid for as long as it is referenced; a part of a larger buffer. */
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * When the log took it in, by the clock at that moment, which may have gone back since the record before: order is
   * that of offsets. In a topic of Kafka that keeps its producers' times, theirs.
   * 0 when it has none.
   */
  readonly ingestTimeMs: number;
  /** Why the log's reader refuses it, whatever it holds: no producer can say this. */
  readonly refusal?: string;
}

/** Where records of one append came to lie: `baseOffset` and the `records − 1` offsets after it. */
export interface AppendedRange {
  readonly partition: number;
  readonly baseOffset: number;
  readonly records: number;
}

/** Takes records in. */
export interface LogProducer {
  /**
   * Resolves once all records are durable, with one range for each partition touched; within a range
   * the records have the order they were given in. A rejection means that they may or may not be in
   * the log: to append them again is safe, as consumers count duplicates once.
   *
   * @throws {import("./errors.ts").LogWriteError} nothing was acknowledged; see `retriable`
   * @throws {import("./errors.ts").LogTopicError} there is no such topic
   * @throws {RangeError} a record is too large
   */
  append(topic: string, records: readonly NewRecord[]): Promise<readonly AppendedRange[]>;
  /** Waits for the appends under way. */
  close(): Promise<void>;
}

/**
 * Records of one partition, in order. None where only marks of transactions lie before `nextOffset`, which
 * take offsets too.
 */
export interface LogBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Where to go on after this batch. Not always the last offset + 1: offsets may have gaps. */
  readonly nextOffset: number;
  /** The partition's end as last heard of: `endOffset − nextOffset` bounds what is still to come. */
  readonly endOffset: number;
}

/** What to consume, and from where. */
export interface ConsumerOptions {
  /** The consumer (group) of a log that has groups. Null for a passer-by, who only looks. */
  readonly name: string | null;
  readonly topics: readonly string[];
  /** Only these partitions, of those that there are; the log decides when absent. */
  readonly partitions?: readonly number[];
  /**
   * The position in the consumer's own store, null for the first record there is. Asked whenever a
   * partition is (newly) assigned, at once and without waiting: a fetch may already be under way.
   */
  readonly positionOf: (topic: string, partition: number) => number | null;
  /**
   * How far the consumer's store is, null when it has nothing: a log that ends before it is another one. Asked as
   * `positionOf` is.
   */
  readonly reachedOf?: (topic: string, partition: number) => number | null;
  /**
   * Polls before what was given is committed. How far the store is, for others to see, is asked of `positionOf`
   * then, again and again, for all partitions.
   */
  readonly readsAhead?: boolean;
  /** Told which partitions are this consumer's whenever that changes; a log that does not share never does. */
  readonly onAssigned?: (owned: readonly OwnedPartition[]) => void;
}

/** A partition that a consumer of a group reads. */
export interface OwnedPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Gives records out. Positions belong to the consumer's own store, not to the log. */
export interface LogConsumer {
  /**
   * Waits until there are records and gives at most `maxRecords` of them, at most one batch for each
   * partition. To call it again says that the batches given before are committed in the consumer's
   * store, unless the consumer reads ahead. A consumer that shares partitions with others must skip, within its transaction, offsets
   * below its stored position: after a reassignment a batch may come twice.
   *
   * @throws the signal's reason once it is aborted
   * @throws {import("./errors.ts").LogOffsetError} a position is outside of the log; seek, then go on
   * @throws {import("./errors.ts").LogCorruptionError} the log is damaged at that place
   */
  poll(maxRecords: number, signal: AbortSignal): Promise<readonly LogBatch[]>;
  /** Goes on from `offset`, back or forth; what was fetched from elsewhere is forgotten. */
  seek(topic: string, partition: number, offset: number): void;
  close(): Promise<void>;
}

/** When a log removes records by itself, as its own settings say. Both limits absent: never. */
export interface Retention {
  readonly ageMs?: number;
  readonly sizeBytes?: number;
}

/** Records below `nextOffset` are kept elsewhere too. */
export interface CoveredOffset {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
}

/** A topic and its settings. */
export interface TopicInfo {
  readonly topic: string;
  readonly partitions: number;
  /** Without limits also where the log does not tell. */
  readonly retention: Retention;
  /** Null when the log cannot tell. */
  readonly sizeBytes: number | null;
}

/** The offsets a partition holds: from `firstOffset` up to, but not including, `endOffset`. */
export interface PartitionOffsets {
  readonly partition: number;
  readonly firstOffset: number;
  readonly endOffset: number;
  /**
   * Records from here on cannot be read yet: they lie behind the beginning of a transaction that is open. The
   * end when absent.
   */
  readonly stableOffset?: number;
}

/** Lists and makes topics. */
export interface LogAdmin {
  /**
   * Makes a topic, or leaves it as it is when it is there.
   *
   * @throws {import("./errors.ts").LogTopicError} it is there with another number of partitions
   */
  createTopic(topic: string, settings: { readonly partitions: number }): Promise<void>;
  topics(): Promise<readonly TopicInfo[]>;
  offsets(topic: string): Promise<readonly PartitionOffsets[]>;
  /**
   * The first offset whose record is of this time or later; null for none. Absent where times never fall within
   * a partition, so that it can be found by halving.
   */
  offsetOfTime?(
    place: { readonly topic: string; readonly partition: number },
    timeMs: number,
  ): Promise<number | null>;
  /**
   * The partitions that members of a consumer group read; null while they are shared out anew, and where it is
   * not told. Absent where a log does not share.
   */
  partitionsOfGroup?(group: string): Promise<readonly OwnedPartition[] | null>;
}
