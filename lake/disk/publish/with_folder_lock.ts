// Lets one run at a time change what lies in a folder; the lock is on the folder itself and ends with its process.

import { DISK, type FileLayer } from "../file_layer.ts";

/** Does `change` while no other run changes what lies in `folder`; `change` must not wait. */
export function withFolderLock<T>(
  folder: string,
  change: () => T,
  files: FileLayer = DISK,
): T {
  using lock = files.openSync(folder, { read: true });
  lock.lockSync(true);
  return change();
}
