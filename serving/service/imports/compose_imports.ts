// Imports of the service: files that are handed in, and taking back what was imported.

import { dirname, join } from "node:path";
import { DiskLake } from "../../../lake/disk/disk_lake.ts";
import type { ServiceConfig } from "../../../config.ts";
import type { Telemetry } from "../../../telemetry/telemetry.ts";
import type { Pipeline } from "../../compose.ts";
import { FileImports } from "./file_imports.ts";
import { ImportRemover } from "./remove_import.ts";

/** Both, over the service's pipeline. */
export function composeImports(
  config: ServiceConfig,
  { pipeline, publishing, telemetry }: {
    readonly pipeline: Pipeline;
    /** Files whose rows are being sent. */
    readonly publishing: ReadonlySet<string>;
    readonly telemetry: Telemetry;
  },
): { readonly imports: FileImports; readonly remover: ImportRemover } {
  const { dataPath, thresholds } = config;
  const imports = new FileImports({
    folder: join(dataPath, "imports"),
    rawFolder: dirname(config.rawDataPath),
    older: () => pipeline.store.queries,
    ...{ contractPath: config.contractPath, catalogPath: config.catalogPath, thresholds },
    ledgerOf: async (source) => {
      const ledger = await pipeline.store.queries?.ledger(0, source);
      return ledger?.sources.find((one) => one.source === source) ?? null;
    },
  });
  const remover = new ImportRemover({
    log: { producer: pipeline.records, admin: pipeline.log.admin },
    queries: () => pipeline.store.queries,
    rawFolder: dirname(config.rawDataPath),
    outputFolders: [dataPath, dirname(config.processedDataPath)],
    telemetry,
    forgetRuntimes: async (source) => {
      // Hardly ever asked for, and no part of a quick start.
      const { LakeCatalog } = await import("../../../lake/catalog.ts");
      const catalog = new LakeCatalog(new DiskLake(dataPath));
      if (await catalog.forget(source)) pipeline.consumer.refreshCatalog();
    },
    isBusy: (source) => publishing.has(source),
  });
  return { imports, remover };
}
