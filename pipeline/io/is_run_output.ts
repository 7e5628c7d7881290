// Tells by its bytes whether a file is a run's quarantine, report or Parquet, whatever its name.

/** Room for a quarantined row's source, which may be the longest path that there is, with escapes. */
const HEAD_BYTES = 16 << 10;
/** As runs write them: no producer of views has these keys in this order. */
const QUARANTINE = /^\{"source":"(?:[^"\\]|\\.)*","line":\d+,"offset":\d+,"reasons":\[\{"rule":"/;
const REPORT = /^\{\s*"run_id":\s*"[\da-f-]{36}",\s*"started_at":\s*"/;

/** Whether a run wrote the file; one that cannot be read is left to whoever wants to read it. */
export function isRunOutput(path: string): boolean {
  try {
    using file = Deno.openSync(path);
    const bytes = new Uint8Array(HEAD_BYTES);
    const head = new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
    return QUARANTINE.test(head) || REPORT.test(head) ||
      head.startsWith("PAR1") && hasRunId(file, bytes);
  } catch {
    return false;
  }
}

/** A run's id stands in the last bytes of its Parquet files, behind all that grows with the rows. */
function hasRunId(file: Deno.FsFile, bytes: Uint8Array): boolean {
  file.seekSync(-Math.min(file.statSync().size, bytes.length), Deno.SeekMode.End);
  const tail = new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
  return tail.includes("playhead.run_id");
}
