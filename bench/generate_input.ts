// Writes the benchmark's input with the project's own generator.

import { PROJECT_FOLDER } from "./paths.ts";

/**
 * A four-column CSV. Its errors are in fields only: rows with cells too many or bytes that are no text stop
 * the peers' readers, and Playhead would be compared with nothing.
 *
 * @returns its size in bytes
 * @throws {Error} when the generator fails
 */
export async function generateInput(
  path: string,
  { rows, signal }: { readonly rows: number; readonly signal: AbortSignal },
): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "task",
      "generate",
      "--rows",
      `${rows}`,
      "--error-kinds",
      "fields",
      "--out",
      path,
      "--quiet",
    ],
    cwd: PROJECT_FOLDER,
    stdout: "null",
    stderr: "inherit",
    signal,
  }).output();
  signal.throwIfAborted();
  if (code !== 0) {
    throw new Error(
      `Cannot generate ${rows} rows as the task must exit with 0: current value is ${code}`,
    );
  }
  return (await Deno.stat(path)).size;
}
