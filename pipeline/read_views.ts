// Reads all views of files into memory, for who needs them in another order.

import { removeTree } from "../lake/disk/names.ts";
import { createScratchFolder } from "../lake/disk/scratch_file.ts";
import type { SkippedInput } from "../domain/report.ts";
import { expandInputs } from "./io/expand_inputs.ts";
import { openInputs } from "./etl/open_inputs.ts";
import { readRows } from "./read_rows.ts";
import type { ValidationContext } from "./transform/validate_fields.ts";
import type { View } from "../domain/view.ts";

/** The views of some files, and how many rows were left out. */
export interface ReadViews {
  readonly views: { readonly view: View; readonly source: string }[];
  readonly quarantined: number;
  readonly excluded: number;
}

/** Reads the inputs as the ETL would. @throws {import("../domain/errors.ts").InputError} */
export async function readViews(
  inputs: readonly string[],
  validation: ValidationContext,
  onNotice: (notice: string) => void = () => {},
): Promise<ReadViews> {
  const { files, skipped } = await expandInputs(inputs, { onNotice });
  const tell = ({ path, reason }: SkippedInput) => onNotice(`${path} is skipped, as ${reason}`);
  skipped.forEach(tell);
  const spoolFolder = await createScratchFolder("playhead-replay-");
  try {
    const opened = await openInputs(files, spoolFolder, tell);
    const views: ReadViews["views"] = [];
    let quarantined = 0, excluded = 0;
    for (const input of opened.scannable) {
      for (const batch of readRows(input, validation)) {
        const { source } = batch;
        for (const view of batch.views) views.push({ view, source });
        quarantined += batch.quarantined.length;
        excluded += batch.excluded;
      }
    }
    return { views, quarantined, excluded };
  } finally {
    await removeTree(spoolFolder);
  }
}
