// Writes one measured section into a document of benchmarks.

import { replaceSection } from "./replace_section.ts";

const NEW_DOCUMENT =
  "# Benchmarks\n\nMeasured, never estimated; each section says how to repeat it.\n";

/** Replaces the section between the markers `name`, or starts the document with it. */
export async function writeSection(path: string, name: string, section: string): Promise<void> {
  let document = NEW_DOCUMENT;
  try {
    document = await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  await Deno.writeTextFile(path, replaceSection(document, name, section));
}
