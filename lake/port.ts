// A lake of named bytes as the rest of Playhead sees it: a folder of a disk, or a bucket with a prefix.

/** What is known of an object without reading it. */
export interface LakeEntry {
  /** Parts joined by `/`. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Another one for other bytes: an entity tag without its quotes. */
  readonly version: string;
}

/** Bytes `[start, end)`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** An object whose bytes are those of its version, also where it is replaced meanwhile. */
export interface LakeObject extends LakeEntry {
  /** The bytes, all or of a range, to be asked for once; whoever cancels the stream lets go of the object. */
  read(range?: ByteRange): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Lets go of an object that is not read. */
  close(): void;
}

/** How an object is put. */
export interface PutOptions {
  /** What must be there: that version, or with null nothing. Whatever is there is replaced when absent. */
  readonly ifVersion?: string | null;
}

/** What takes its name together with other things. */
export interface Manifest {
  /** The local folder of what is published, whose name no other manifest has. */
  readonly folder: string;
  /** Finished files or folders in it, and their names in the lake; a folder comes first. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  /** Names that no longer hold; nothing happens where they are not there. */
  readonly removes: readonly string[];
}

/** Keeps objects; each is there whole or not at all, also after a power cut. */
export interface Lake {
  /** How the name is called towards people: a path, a URL. */
  placeOf(name: string): string;
  /** Null where there is no object of that name. */
  get(name: string): Promise<LakeObject | null>;
  /** The objects whose names begin so, up to a `/`, in any order; none of what is under way. */
  list(prefix?: string): AsyncIterable<LakeEntry>;
  /**
   * Resolves once the object is durable.
   *
   * @throws {ConflictError} another version is there than `ifVersion` says; nothing was put
   */
  put(
    name: string,
    content: Uint8Array | ReadableStream<Uint8Array>,
    options?: PutOptions,
  ): Promise<LakeEntry>;
  /**
   * Publishes all of the manifest or nothing: what kills the process in the middle is completed by whoever
   * publishes next.
   */
  commit(manifest: Manifest): Promise<void>;
}

/** All of an object as text; null where there is none. */
export async function getText(
  lake: Pick<Lake, "get">,
  name: string,
): Promise<{ readonly text: string; readonly version: string } | null> {
  const object = await lake.get(name);
  if (object === null) return null;
  return { text: await new Response(object.read()).text(), version: object.version };
}

/** Puts a text; see {@link Lake.put}. */
export async function putText(
  lake: Pick<Lake, "put">,
  name: string,
  text: string,
  options?: PutOptions,
): Promise<LakeEntry> {
  return await lake.put(name, new TextEncoder().encode(text), options);
}
