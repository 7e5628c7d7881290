// Opens all inputs of a run: unpacked where they are packed, their headers read.

import { InputError } from "../../domain/errors.ts";
import type { ReportInput, SkippedInput } from "../../domain/report.ts";
import type { InputFile } from "../io/expand_inputs.ts";
import { hashFile } from "../../lake/disk/hash_file.ts";
import { assertUnchanged, type OpenedInput, openInput } from "../io/open_input.ts";
import { UnknownInputError } from "../io/unknown_input_error.ts";
import { type DescribedInput, describeInput, type PlainInput } from "./describe_input.ts";

/** An input with what its beginning says of it. */
interface OpenInput {
  readonly opened: OpenedInput;
  readonly described: DescribedInput;
}

/** The inputs of a run. */
export class OpenedInputs {
  readonly scannable: readonly DescribedInput[];
  /** Files that a folder or pattern gave and that hold no views. */
  readonly skipped: readonly SkippedInput[];
  readonly #opened: readonly OpenedInput[];
  #hashes: string[] = [];

  constructor(inputs: readonly OpenInput[], skipped: readonly SkippedInput[]) {
    this.#opened = inputs.map(({ opened }) => opened);
    this.scannable = inputs.map(({ described }) => described);
    this.skipped = skipped;
  }

  /** Hashes the inputs whose hash is not known from unpacking them. */
  async hash(): Promise<void> {
    for (const { sha256, dataPath } of this.#opened) {
      this.#hashes.push(sha256 ?? await hashFile(dataPath));
    }
  }

  /** @throws {InputError} when an input changed since it was opened */
  assertUnchanged(): void {
    this.#opened.forEach(assertUnchanged);
  }

  /** Lines of the report, one for each input. */
  describe(rowsByInput: readonly number[]): ReportInput[] {
    return this.#opened.map(({ path, bytes, format, compression, member }, index) => {
      const { layout, ignoredColumns } = this.scannable[index];
      const kind = layout.kind === "netflix" ? "netflix" : format;
      return {
        path,
        bytes,
        sha256: this.#hashes[index],
        rows: rowsByInput[index],
        format: compression === "none" ? kind : `${kind}.${compression}`,
        ignored_columns: ignoredColumns,
        ...member === null ? {} : { member },
      };
    });
  }

  /** Bytes of all inputs as they lie there. */
  get bytes(): number {
    return this.#opened.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

/**
 * Opens the inputs; packed ones and standard input are unpacked into `spoolFolder`. A file that a folder or
 * pattern gave is skipped when it has no bytes, or no header or packing that is known.
 *
 * @throws {InputError} when an input that was named cannot be read, one that was found is damaged, or a folder
 *   or pattern gave none that can be read
 */
export async function openInputs(
  files: readonly InputFile[],
  spoolFolder: string,
  onSkip: (skipped: SkippedInput) => void = () => {},
): Promise<OpenedInputs> {
  const inputs: OpenInput[] = [], skipped: (SkippedInput & { readonly foundBy: string })[] = [];
  const read = new Set<string>();
  for (const file of files) {
    const { path, foundBy } = file;
    try {
      inputs.push(await open(file, spoolFolder));
      if (foundBy !== undefined) read.add(foundBy);
    } catch (error) {
      if (foundBy === undefined || !(error instanceof UnknownInputError)) throw error;
      skipped.push({ path, reason: error.reason, foundBy });
    }
  }
  for (const { foundBy } of skipped) {
    if (read.has(foundBy)) continue;
    throw nothingFound(foundBy, skipped.filter((each) => each.foundBy === foundBy));
  }
  const told = skipped.map(({ path, reason }) => ({ path, reason }));
  told.forEach(onSkip);
  return new OpenedInputs(inputs, told);
}

async function open(file: InputFile, spoolFolder: string): Promise<OpenInput> {
  const opened = await openInput(file, spoolFolder, holdsViews);
  if (opened.bytes === 0 && file.foundBy !== undefined) {
    throw new UnknownInputError(file.path, "it has no bytes");
  }
  return { opened, described: describeInput(opened) };
}

function holdsViews(plain: PlainInput): boolean {
  try {
    describeInput(plain);
    return plain.dataBytes > 0;
  } catch (error) {
    if (error instanceof UnknownInputError) return false;
    // It is one of views, and a run of it says what is wrong.
    if (error instanceof InputError) return true;
    throw error;
  }
}

function nothingFound(foundBy: string, skipped: readonly SkippedInput[]): InputError {
  const [first] = skipped;
  const others = skipped.length - 1;
  const more = others === 0 ? "" : ` (${others} more are none either)`;
  return new InputError(
    `Cannot read ${foundBy} as it must have a file of views: ${first!.path} is none, as ` +
      `${first!.reason}${more}`,
  );
}
