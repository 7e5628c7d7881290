// A short name for bytes, that changes when they do.

/** Of several pieces, where each ends counts too. */
export async function contentHash(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<string> {
  const digests = await Promise.all(
    pieces.map((piece) => crypto.subtle.digest("SHA-256", piece)),
  );
  const all = await crypto.subtle.digest("SHA-256", await new Blob(digests).arrayBuffer());
  return new Uint8Array(all).toHex().slice(0, 16);
}
