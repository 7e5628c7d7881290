// A disk in memory that can fail any operation, forget what a failed sync was about, and lose power.

import { dirname } from "node:path";
import type { LogFile, LogFileEntry, LogFiles } from "../../stream/log/files.ts";
import { StoredBytes } from "./stored_bytes.ts";

/** How an operation fails: not done at all, half done (a short write), or done but reported as failed. */
export type FaultKind = "undone" | "half" | "done";

/** Which operations fail: `count` of them, from the `from`-th that changes the disk (1 is the first). */
export interface Fault {
  readonly kind: FaultKind;
  readonly from: number;
  readonly count: number;
}

/** What power loss leaves of what was not synced. */
export interface PowerLoss {
  /** The share (0 to 1) of each file's bytes that were not synced and yet reached the disk. */
  readonly keptShare: number;
  /** Whether names that were not synced are kept. */
  readonly keepsNames: boolean;
}

/** The error an injected fault throws. */
export class SimulatedFault extends Error {
  override readonly name = "SimulatedFault";
}

/** The disk. Everything on it is at once visible, but only what is synced survives power loss. */
export class SimulatedDisk implements LogFiles {
  #names = new Map<string, StoredBytes>();
  #durableNames = new Map<string, StoredBytes>();
  #directories = new Set<string>();
  #operations = 0;
  #fault: Fault | null = null;

  /** Operations that change the disk, so far. */
  get operations(): number {
    return this.#operations;
  }

  /** Fails operations from now on; their numbers start at 1 again. */
  failAt(fault: Fault | null): void {
    this.#fault = fault;
    this.#operations = 0;
  }

  /** The file's bytes, to look at or to damage; null when there is none. */
  bytesOf(path: string): Uint8Array | null {
    return this.#names.get(path)?.bytes ?? null;
  }

  /** Replaces a file's bytes, durably. */
  put(path: string, bytes: Uint8Array): void {
    const stored = new StoredBytes(bytes);
    this.#names.set(path, stored);
    this.#durableNames.set(path, stored);
  }

  /** Paths of all files, sorted. */
  paths(): readonly string[] {
    return [...this.#names.keys()].sort();
  }

  /** A disk of its own with the same content. */
  copy(): SimulatedDisk {
    const copy = new SimulatedDisk();
    copy.#directories = new Set(this.#directories);
    for (const [path, stored] of this.#names) copy.put(path, stored.bytes.slice());
    return copy;
  }

  /** The power goes and comes back: what a machine finds then. */
  afterPowerLoss({ keptShare, keepsNames }: PowerLoss): SimulatedDisk {
    const found = new SimulatedDisk();
    found.#directories = new Set(this.#directories);
    const names = keepsNames ? this.#names : this.#durableNames;
    for (const [path, stored] of names) found.put(path, stored.afterPowerLoss(keptShare));
    return found;
  }

  async open(path: string, mode: "read" | "write"): Promise<LogFile | null> {
    const stored = this.#names.get(path);
    if (stored !== undefined) return this.#file(stored);
    if (mode === "read") return null;
    if (!this.#directories.has(dirname(path))) throw new Error(`no folder for ${path}`);
    const made = new StoredBytes(new Uint8Array(0));
    await this.#change(() => this.#names.set(path, made));
    return this.#file(made);
  }

  list(directory: string): Promise<readonly LogFileEntry[]> {
    const entries = [...this.#names].filter(([path]) => dirname(path) === directory)
      .map(([path, { bytes }]) => ({
        name: path.slice(directory.length + 1),
        sizeBytes: bytes.length,
      }));
    const folders = [...this.#directories].filter((path) => dirname(path) === directory)
      .map((path) => ({ name: path.slice(directory.length + 1), sizeBytes: 0 }));
    return Promise.resolve([...entries, ...folders].sort((a, b) => a.name < b.name ? -1 : 1));
  }

  async makeDirectory(path: string): Promise<void> {
    if (this.#directories.has(path)) return;
    await this.#change(() => {
      for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
        this.#directories.add(folder);
      }
    });
  }

  rename(from: string, to: string): Promise<void> {
    const stored = this.#existing(from);
    return this.#change(() => {
      this.#names.set(to, stored);
      this.#names.delete(from);
    });
  }

  remove(path: string): Promise<void> {
    return this.#change(() => this.#names.delete(path));
  }

  syncDirectory(path: string): Promise<void> {
    return this.#change(() => {
      const isInside = ([name]: readonly [string, StoredBytes]) => dirname(name) === path;
      const outside = [...this.#durableNames].filter((entry) => !isInside(entry));
      this.#durableNames = new Map([...outside, ...[...this.#names].filter(isInside)]);
    });
  }

  #existing(path: string): StoredBytes {
    const stored = this.#names.get(path);
    if (stored === undefined) throw new Error(`no file ${path}`);
    return stored;
  }

  #file(stored: StoredBytes): LogFile {
    return {
      read: (into, at) => Promise.resolve(stored.read(into, at)),
      write: (bytes, at) =>
        this.#change(
          () => stored.write(bytes, at),
          () => stored.write(bytes.subarray(0, bytes.length >> 1), at),
        ),
      truncate: (length) => this.#change(() => stored.truncate(length)),
      sync: () => this.#change(() => stored.sync(), () => stored.forgetUnsynced()),
      close: () => {},
    };
  }

  /** Does an operation, or fails it when it is its turn. */
  async #change(whole: () => void, half: () => void = () => {}): Promise<void> {
    await Promise.resolve(); // as on a real disk, others run meanwhile
    this.#operations++;
    const fault = this.#fault;
    const isDue = fault !== null && this.#operations >= fault.from &&
      this.#operations < fault.from + fault.count;
    if (!isDue || fault.kind === "done") whole();
    if (isDue && fault.kind === "half") half();
    if (isDue) throw new SimulatedFault(`operation ${this.#operations} failed (${fault.kind})`);
  }
}
