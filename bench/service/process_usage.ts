// Processor time and memory of a running process. Through `cat`, as Deno opens /proc only to a process that may
// do everything.

/** Of the process and its threads, since its start. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** As Linux counts: hundredths of a second. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;

/** Reads them now. @throws {Error} there is no such process */
export async function processUsage(pid: number): Promise<ProcessUsage> {
  const { success, stdout } = await new Deno.Command("cat", {
    args: [`/proc/${pid}/stat`],
    stderr: "null",
  }).output();
  if (!success) {
    throw new Error(`Cannot read the usage of a process as it must run: ${pid} does not`);
  }
  // Behind the name, which is in brackets and may hold spaces.
  const fields = new TextDecoder().decode(stdout).split(") ").at(-1)!.split(" ");
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    residentBytes: Number(fields[21]) * PAGE_BYTES,
  };
}
