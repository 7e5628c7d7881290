// The door to the store for whoever writes to it, minds it or mends it: which store it is, is decided here alone.

export { backUpBeside } from "./sqlite/backup/back_up_beside.ts";
export {
  backupFolder,
  backUpStore,
  newestBackup,
  type StoreBackup,
} from "./sqlite/backup/back_up_store.ts";
export { checkStoreFree } from "./sqlite/check_store_free.ts";
export { catalogPath, openStore, readStoreCatalog, storePath } from "./sqlite/open_store.ts";
