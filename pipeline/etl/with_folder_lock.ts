// Lets one run at a time change what lies in a folder; the lock is on the folder itself and ends with its process.

/** Does `change` while no other run changes what lies in `folder`; `change` must not wait. */
export function withFolderLock<T>(folder: string, change: () => T): T {
  using lock = Deno.openSync(folder, { read: true });
  lock.lockSync(true);
  return change();
}
