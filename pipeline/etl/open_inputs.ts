// Opens all inputs of a run: unpacked where they are packed, their headers read.

import type { InputFile } from "../io/expand_inputs.ts";
import { hashFile } from "../io/hash_file.ts";
import { assertUnchanged, type OpenedInput, openInput } from "../io/open_input.ts";
import type { ReportInput } from "../../domain/report.ts";
import { type DescribedInput, describeInput } from "./describe_input.ts";

/** The inputs of a run. */
export class OpenedInputs {
  readonly scannable: readonly DescribedInput[];
  readonly #opened: readonly OpenedInput[];
  #hashes: string[] = [];

  constructor(opened: readonly OpenedInput[]) {
    this.#opened = opened;
    this.scannable = opened.map(describeInput);
  }

  /** Hashes the inputs whose hash is not known from unpacking them. */
  async hash(): Promise<void> {
    for (const { sha256, dataPath } of this.#opened) {
      this.#hashes.push(sha256 ?? await hashFile(dataPath));
    }
  }

  /** @throws {InputError} when an input changed since it was opened */
  async assertUnchanged(): Promise<void> {
    for (const opened of this.#opened) await assertUnchanged(opened);
  }

  /** Lines of the report, one for each input. */
  describe(rowsByInput: readonly number[]): ReportInput[] {
    return this.#opened.map(({ path, bytes, format, compression }, index) => {
      const { layout, ignoredColumns } = this.scannable[index];
      const kind = layout.kind === "netflix" ? "netflix" : format;
      return {
        path,
        bytes,
        sha256: this.#hashes[index],
        rows: rowsByInput[index],
        format: compression === "none" ? kind : `${kind}.${compression}`,
        ignored_columns: ignoredColumns,
      };
    });
  }

  /** Bytes of all inputs as they lie there. */
  get bytes(): number {
    return this.#opened.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

/** Opens the inputs; packed ones and standard input are unpacked into `spoolFolder`. */
export async function openInputs(
  files: readonly InputFile[],
  spoolFolder: string,
): Promise<OpenedInputs> {
  const opened: OpenedInput[] = [];
  for (const file of files) opened.push(await openInput(file, spoolFolder));
  return new OpenedInputs(opened);
}
