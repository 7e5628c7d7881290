// Reads a catalog file.

import { createHash } from "node:crypto";
import { UsageError } from "../../domain/errors.ts";
import { Catalog } from "../transform/catalog.ts";
import { parseCatalog } from "../transform/parse_catalog.ts";
import { readBytes } from "../../lake/disk/open_file.ts";
import { orReadFailureLater } from "../../lake/disk/read_failure.ts";

/**
 * Reads the catalog at `path`.
 * @throws {InputError} when the file cannot be read
 * @throws {UsageError} when it is no catalog or has a bad line
 */
export async function readCatalog(path: string): Promise<Catalog> {
  const bytes = await orReadFailureLater(path, readBytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return new Catalog(parseCatalog(decode(bytes, path), path), sha256);
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(
      `Cannot read the catalog ${path} as it must be a CSV in UTF-8: save it as one, not packed`,
      { cause },
    );
  }
}
