// Builds the library that makes writes and syncs of a process fail (failing_disk.c).

import { join } from "node:path";

let built: Promise<string | null> | null = null;

/** The library's path; null, said aloud, where there is no C compiler or no Linux. In CI that is a failure. */
export function buildFailingDisk(): Promise<string | null> {
  return built ??= build();
}

async function build(): Promise<string | null> {
  const library = join(Deno.makeTempDirSync({ prefix: "playhead-shim-" }), "failing_disk.so");
  const source = join(import.meta.dirname!, "failing_disk.c");
  try {
    if (Deno.build.os !== "linux") throw new Error("it needs Linux");
    const { success, stderr } = await new Deno.Command("cc", {
      args: ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    globalThis.addEventListener(
      "unload",
      () => Deno.removeSync(join(library, ".."), { recursive: true }),
    );
    return library;
  } catch (error) {
    if (Deno.env.get("CI") === "true") throw error;
    console.warn(`SKIPPED: a failing disk needs a C compiler on Linux (${error})`);
    return null;
  }
}
