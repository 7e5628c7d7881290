// A folder on a disk of its own that is small and can be made larger: it needs to be root on Linux.

/** A mounted disk in memory; its content goes with it. */
export class SmallDisk implements AsyncDisposable {
  private constructor(readonly path: string) {}

  /** Null where nothing can be mounted; in CI as root that is a failure. */
  static async mount(size: string): Promise<SmallDisk | null> {
    if (Deno.build.os !== "linux" || Deno.uid() !== 0) {
      console.warn("SKIPPED: a small disk can only be mounted as root on Linux");
      return null;
    }
    const path = await Deno.makeTempDir({ prefix: "playhead-small-" });
    try {
      await run("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path]);
    } catch (error) {
      await Deno.remove(path);
      if (Deno.env.get("CI") === "true") throw error;
      console.warn(`SKIPPED: ${error}`);
      return null;
    }
    return new SmallDisk(path);
  }

  async grow(size: string): Promise<void> {
    await run("mount", ["-o", `remount,size=${size}`, this.path]);
  }

  async makeReadOnly(): Promise<void> {
    await run("mount", ["-o", "remount,ro", this.path]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", [this.path]);
    await Deno.remove(this.path);
  }
}

async function run(program: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args, stdout: "null" }).output();
  if (!success) throw new Error(`${program}: ${new TextDecoder().decode(stderr)}`);
}
