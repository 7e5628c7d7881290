// The headers by which a record names the quarantined row that it deals with.

/** By key, which a store that is made anew from the log knows too; by number for stores of before. */
export function nameOf({ id, key }: { readonly id: number; readonly key: string }) {
  return { "quarantine-id": String(id), "quarantine-key": key };
}
