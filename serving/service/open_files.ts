// How many handles this process has open, and how many it may have: connections must leave some to the rest.

/** Null where the system does not tell. */
export interface OpenFiles {
  readonly open: number;
  readonly limit: number;
}

/** Reads both from Linux's /proc. */
export function countOpenFiles(): OpenFiles | null {
  try {
    const limits = Deno.readTextFileSync("/proc/self/limits");
    const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
    let open = 0;
    for (const _ of Deno.readDirSync("/proc/self/fd")) open++;
    return { open, limit };
  } catch {
    return null;
  }
}
