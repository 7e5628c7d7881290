// Finds the real Netflix export that some tests run on; it is not part of the project.

/**
 * The bytes of the export at `PLAYHEAD_REAL_EXPORT` (by default beside the project, in
 * `shared/data`); null, said aloud, when it is not there.
 */
export async function readRealExport(): Promise<Uint8Array | null> {
  const beside = new URL("../../shared/data/netflix-viewing-activity-br.csv", import.meta.url);
  const path = Deno.env.get("PLAYHEAD_REAL_EXPORT") ?? beside;
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log(`Skipped as there is no real export: set PLAYHEAD_REAL_EXPORT to one`);
    return null;
  }
}
