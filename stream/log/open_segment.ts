// The segment that frames are added to. After a failure it trusts only what was synced before.

import { LogCorruptionError } from "../errors.ts";
import type { LogFile, LogFiles } from "./files.ts";
import { decodeFrame } from "./frame.ts";
import { segmentPath } from "./paths.ts";
import { headerBytes, type SegmentHeader } from "./segment_header.ts";

/** The last segment of a topic. */
export class OpenSegment {
  readonly header: SegmentHeader;
  readonly #path: string;
  readonly #files: LogFiles;
  #file: LogFile | null;
  /** Where the last durable frame starts; null before the first. */
  #lastFrameAt: number | null = null;
  #position: number;
  #isSound = true;

  private constructor(files: LogFiles, path: string, at: SegmentPlace, file: LogFile) {
    this.#files = files;
    this.#path = path;
    this.header = at.header;
    this.#position = at.position;
    this.#file = file;
  }

  /** Opens a segment whose bytes up to `position` are durable, with nothing behind them. */
  static async open(files: LogFiles, directory: string, at: SegmentPlace): Promise<OpenSegment> {
    const path = segmentPath(directory, at.header.segment);
    return new OpenSegment(files, path, at, (await files.open(path, "write"))!);
  }

  /** Its durable bytes. */
  get position(): number {
    return this.#position;
  }

  /** Whether it has frames. */
  get hasFrames(): boolean {
    return this.#position > headerBytes(this.header.startOffsets.length);
  }

  /** Adds a frame and resolves once it is durable. After a rejection, {@link repair} first. */
  async append(frame: Uint8Array): Promise<void> {
    this.#isSound = false;
    await this.#file!.write(frame, this.#position);
    await this.#file!.sync();
    this.#lastFrameAt = this.#position;
    this.#position += frame.length;
    this.#isSound = true;
  }

  /**
   * After a failed append: a system that could not write bytes back may forget them and yet report the
   * next sync as good. So nothing of the failed frame is kept: the file is opened anew and cut to what
   * was durable before, and the last frame in it is read back.
   */
  async repair(): Promise<void> {
    if (this.#isSound) return;
    this.close();
    const file = this.#file = (await this.#files.open(this.#path, "write"))!;
    await this.#checkLastFrame(file);
    await file.truncate(this.#position);
    await file.sync();
    this.#isSound = true;
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  async #checkLastFrame(file: LogFile): Promise<void> {
    const at = this.#lastFrameAt;
    if (at === null) return;
    const bytes = new Uint8Array(this.#position - at);
    const read = await file.read(bytes, at);
    const { kind } = decodeFrame(bytes.subarray(0, read), this.header.salt);
    if (kind !== "frame") throw new LogCorruptionError(this.#path, at, "does not start the frame");
  }
}

/** A segment and how far it is durable. */
interface SegmentPlace {
  readonly header: SegmentHeader;
  readonly position: number;
}
