// The door to the store for whoever asks it: which store it is, is decided here alone.

import { storePath } from "./sqlite/open_store.ts";
import { SqliteStoreView, type StoreViewOptions } from "./sqlite/store_view.ts";
import type { StoreView } from "./port.ts";

/** The store of a data folder, to be opened once it is there. */
export function viewStore(dataPath: string, options: StoreViewOptions = {}): StoreView {
  return new SqliteStoreView(storePath(dataPath), options);
}
