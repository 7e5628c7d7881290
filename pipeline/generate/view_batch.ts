// A batch of generated views: columns of numbers, so that no view costs an object.

/** Views a batch can hold. */
export const BATCH_VIEWS = 8_192;

/** Columns of views; the first `count` entries of each are filled. Shared by stream and writers. */
export class ViewColumns {
  /** Event time in seconds since 1970. */
  readonly startSecond: Uint32Array;
  /** Index in the audience. */
  readonly user: Uint32Array;
  /** Index in the catalog. */
  readonly show: Uint16Array;
  /** Duration in tenths of a minute. */
  readonly tenths: Uint16Array;
  /** Episode from 0. */
  readonly episode: Uint16Array;
  /** Index in DEVICES. */
  readonly device: Uint8Array;
  /** Number of the event; a repeated row has that of the first. */
  readonly event: Uint32Array;
  /** 0 for a good row, else the ordinal of the error, from 1. */
  readonly error: Uint32Array;

  constructor(readonly capacity: number) {
    this.startSecond = new Uint32Array(capacity);
    this.user = new Uint32Array(capacity);
    this.show = new Uint16Array(capacity);
    this.tenths = new Uint16Array(capacity);
    this.episode = new Uint16Array(capacity);
    this.device = new Uint8Array(capacity);
    this.event = new Uint32Array(capacity);
    this.error = new Uint32Array(capacity);
  }

  /** Copies view `from` of `other` to `to`. */
  copy(to: number, other: ViewColumns, from: number): void {
    this.startSecond[to] = other.startSecond[from]!;
    this.user[to] = other.user[from]!;
    this.show[to] = other.show[from]!;
    this.tenths[to] = other.tenths[from]!;
    this.episode[to] = other.episode[from]!;
    this.device[to] = other.device[from]!;
    this.event[to] = other.event[from]!;
    this.error[to] = other.error[from]!;
  }

  /** The same views with room for twice as many. */
  doubled(): ViewColumns {
    const larger = new ViewColumns(this.capacity * 2);
    larger.startSecond.set(this.startSecond);
    larger.user.set(this.user);
    larger.show.set(this.show);
    larger.tenths.set(this.tenths);
    larger.episode.set(this.episode);
    larger.device.set(this.device);
    larger.event.set(this.event);
    larger.error.set(this.error);
    return larger;
  }
}

/** Views in the order of the file. */
export class ViewBatch extends ViewColumns {
  count = 0;

  constructor() {
    super(BATCH_VIEWS);
  }
}
