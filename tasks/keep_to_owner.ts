// What a process keeps is its owner's alone: files are made 0600, folders 0700.

const OWNER_ONLY = 0o077;

/** From now on, in all threads of the process. Windows has no such modes. */
export function keepToOwner(): void {
  if (Deno.build.os === "windows") return;
  try {
    Deno.umask(OWNER_ONLY);
  } catch (error) {
    // Whoever starts it with flags of their own may have left --allow-sys out; Deno has no narrower name for it.
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
  }
}
