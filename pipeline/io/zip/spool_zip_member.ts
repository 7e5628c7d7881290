// Copies the one file of views in a ZIP archive into a plain file.

import { remove } from "../../../lake/disk/names.ts";
import { openToRead } from "../../../lake/disk/open_file.ts";
import { InputError } from "../../../domain/errors.ts";
import { chooseZipMembers } from "../../transform/choose_zip_members.ts";
import { INPUT_ENDINGS } from "../../../domain/input_name.ts";
import { type ByteSource, type SpooledFile, spoolInput, unpacksTooFar } from "../spool_input.ts";
import { UnknownInputError } from "../unknown_input_error.ts";
import { readZipDirectory, type ZipEntry } from "./read_zip_directory.ts";
import { unpackZipEntry } from "./unpack_zip_entry.ts";
import { ZipRefusal } from "./zip_refusal.ts";

/** A file of an archive, unpacked. */
export interface SpooledMember {
  readonly name: string;
  readonly spooled: SpooledFile;
}

/** What is needed besides the archive. */
export interface ZipOptions {
  /** As the archive is called in messages. */
  readonly path: string;
  readonly spoolFolder: string;
  /** Whether a file's beginning is that of views; asked only where several names may be. */
  readonly holdsViews: (member: SpooledMember) => boolean;
}

/** More are not tried: whoever packs so many knows which is meant. */
const MOST_TRIED = 20, MOST_NAMED = 5;

/**
 * Unpacks the export's `ViewingActivity.csv`, or the only file that holds views.
 * @throws {UnknownInputError} when there is none, or more than one
 * @throws {InputError} when the archive is damaged, encrypted, or made to fill disks
 */
export async function spoolZipMember(
  zipPath: string,
  options: ZipOptions,
): Promise<SpooledMember> {
  const { path } = options;
  using file = await openToRead(zipPath);
  const entries = await orRefused(path, () => readZipDirectory(file));
  const choice = chooseZipMembers(entries.map(({ name }) => name));
  if (choice.kind === "document") {
    throw new UnknownInputError(path, "it is a spreadsheet or document: save its rows as CSV");
  }
  if (choice.kind === "known") return await spoolEntry(file, entries[choice.index]!, options);
  const candidates = choice.indexes.map((index) => entries[index]!);
  if (candidates.length === 0) throw nothingIn(path, entries);
  if (candidates.length === 1) return await spoolEntry(file, candidates[0]!, options);
  const held = await spoolThoseOfViews(file, candidates, options);
  if (held.length === 1) return held[0]!;
  throw held.length === 0 ? nothingIn(path, entries) : severalIn(path, held);
}

async function spoolThoseOfViews(
  file: Deno.FsFile,
  candidates: readonly ZipEntry[],
  options: ZipOptions,
): Promise<SpooledMember[]> {
  if (candidates.length > MOST_TRIED) throw severalIn(options.path, candidates);
  const held: SpooledMember[] = [];
  for (const entry of candidates) {
    const member = await spoolEntry(file, entry, options);
    if (options.holdsViews(member)) held.push(member);
    else remove(member.spooled.dataPath);
  }
  return held;
}

async function spoolEntry(
  file: Deno.FsFile,
  entry: ZipEntry,
  { path, spoolFolder }: ZipOptions,
): Promise<SpooledMember> {
  const tooFar = unpacksTooFar(path, entry.plainBytes, entry.packedBytes);
  if (tooFar !== null) throw tooFar;
  const source = asSource(unpackZipEntry(file, entry), path);
  return { name: entry.name, spooled: await spoolInput(path, source, spoolFolder) };
}

function asSource(pieces: AsyncGenerator<Uint8Array>, path: string): ByteSource {
  let rest = new Uint8Array(0);
  return {
    async read(into) {
      if (rest.length === 0) {
        const next = await orRefused(path, () => pieces.next());
        if (next.done) return null;
        rest = next.value as Uint8Array<ArrayBuffer>;
      }
      const part = rest.subarray(0, into.length);
      into.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    },
  };
}

async function orRefused<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof ZipRefusal) {
      throw new InputError(`Cannot read ${path} as ${cause.message}`, { cause });
    }
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new InputError(
      `Cannot read ${path} as a ZIP archive: ${why} (it is damaged or cut short: get it or pack it again)`,
      { cause },
    );
  }
}

function nothingIn(path: string, entries: readonly ZipEntry[]): InputError {
  return new UnknownInputError(
    path,
    `it must hold a file of views, whose name ends in ${INPUT_ENDINGS}: ` +
      (entries.length === 0 ? "it is empty" : `it holds ${listed(entries)}`),
  );
}

function severalIn(path: string, members: readonly { readonly name: string }[]): InputError {
  return new UnknownInputError(
    path,
    `it must hold one file of views: it holds ${
      listed(members)
    }; unpack it, and name the files or ` +
      "their folder",
  );
}

function listed(members: readonly { readonly name: string }[]): string {
  const more = members.length - MOST_NAMED;
  const names = members.slice(0, MOST_NAMED).map(({ name }) => JSON.stringify(name.slice(0, 100)));
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
