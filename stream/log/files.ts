// The few things the embedded log asks of a disk. Tests fail them one by one, and cut the power.

/** An open file. One call at a time. */
export interface LogFile {
  /** Reads into `into` from byte `at` on; the bytes read, fewer than asked for only at the end. */
  read(into: Uint8Array, at: number): Promise<number>;
  /** Writes all of `bytes` from byte `at` on. */
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** Cuts the file to `length` bytes. */
  truncate(length: number): Promise<void>;
  /** Resolves once the file's bytes are on the disk itself. Its name is {@link LogFiles.syncDirectory}'s. */
  sync(): Promise<void>;
  close(): void;
}

/** A file in a folder. */
export interface LogFileEntry {
  readonly name: string;
  readonly sizeBytes: number;
}

/** The files of one machine. */
export interface LogFiles {
  /** Null when `mode` is `read` and there is no such file; `write` makes it (in a folder that is there). */
  open(path: string, mode: "read" | "write"): Promise<LogFile | null>;
  /** The names of files and folders in a folder, sorted; nothing when there is no such folder. */
  list(directory: string): Promise<readonly LogFileEntry[]>;
  /** Makes a folder and those above it, durably. */
  makeDirectory(path: string): Promise<void>;
  /** Puts `from` in the place of `to`, at once. */
  rename(from: string, to: string): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>;
  /** Resolves once the folder's names (made, renamed, removed) are on the disk itself. */
  syncDirectory(path: string): Promise<void>;
}
