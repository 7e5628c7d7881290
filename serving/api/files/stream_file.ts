// Streams a range of an open file and closes it at the end, or when nobody reads on.

const CHUNK_BYTES = 64 << 10;

/** The bytes `[start, end)`, read as they are asked for. */
export function streamFile(
  file: Deno.FsFile,
  start: number,
  end: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = end - start;
  return new ReadableStream({
    async start() {
      await file.seek(start, Deno.SeekMode.Start);
    },
    async pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
      const bytes = left === 0 ? null : await file.read(chunk);
      if (bytes === null) {
        file.close();
        if (left > 0) controller.error(new Error("the file became shorter"));
        else controller.close();
        return;
      }
      left -= bytes;
      controller.enqueue(chunk.subarray(0, bytes));
    },
    cancel: () => file.close(),
  }, { highWaterMark: 1 });
}
