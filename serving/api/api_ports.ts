// All that the API is given: ports, settings, telemetry.

import type { Lake } from "../../lake/port.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type {
  AnsweredKeys,
  ApiLog,
  ContractPort,
  FileImportsPort,
  PartState,
  RefusedFilesPort,
  RemoveImport,
  RepairMaker,
  RowReader,
  RunAgain,
  SavedRepairsPort,
  TimeMachinePort,
} from "../ports.ts";
import type { ApiSettings } from "./api_settings.ts";
import type { StoreQueries } from "../../store/port.ts";

/** What {@link createApi} works with. */
export interface ApiPorts {
  /** Null until the store is there. */
  readonly queries: () => StoreQueries | null;
  readonly log: ApiLog;
  readonly readRow: RowReader;
  readonly makeRepair: RepairMaker;
  readonly answeredKeys: AnsweredKeys;
  readonly contract: ContractPort;
  readonly savedRepairs: SavedRepairsPort;
  /** Null where there is no service to run it. */
  readonly runAgain: RunAgain | null;
  /** Null where nothing can be removed. */
  readonly removeImport: RemoveImport | null;
  /** The state of each part of the service, for `/readyz`. */
  readonly parts: () => readonly PartState[];
  /** `GET /api/live`: the live stream as server-sent events; null where no service runs. */
  readonly live: ((request: Request) => Response) | null;
  /** Null where no service runs. */
  readonly timeMachine: TimeMachinePort | null;
  /** Null where no service runs. */
  readonly imports: FileImportsPort | null;
  /** Null where no service runs. */
  readonly refusedFiles: RefusedFilesPort | null;
  /** The published Parquet files; what else is there is not given out. */
  readonly output: Pick<Lake, "get" | "list">;
  readonly telemetry: Telemetry;
  readonly settings: ApiSettings;
  readonly nowMs: () => number;
}
