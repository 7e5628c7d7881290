// Reads bytes of a file at a place.

/** The next `count` bytes from `at` on. @throws {Error} when the file ends before */
export async function readAt(file: Deno.FsFile, at: number, count: number): Promise<DataView> {
  const bytes = new Uint8Array(count);
  await file.seek(at, Deno.SeekMode.Start);
  for (let length = 0; length < count;) {
    const read = await file.read(bytes.subarray(length));
    if (read === null) throw new Error("unexpected end of file");
    length += read;
  }
  return new DataView(bytes.buffer);
}
