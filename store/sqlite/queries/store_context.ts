// What every query has at hand.

import type { HourSumsKeeper } from "./hour_sums.ts";
import type { HourUsers } from "./hour_users.ts";
import type { IdCounts } from "./id_counts.ts";
import type { OpenRows } from "./open_rows.ts";
import type { ShowSums } from "./show_sums.ts";
import type { StoreNames } from "./store_names.ts";
import type { StoreReader } from "./store_reader.ts";
import type { ZoneOffsets } from "./zone_offsets.ts";

/** The connection and what is kept between answers. */
export interface StoreContext {
  readonly reader: StoreReader;
  readonly names: StoreNames;
  readonly users: IdCounts;
  readonly shows: IdCounts;
  readonly showSums: ShowSums;
  readonly hourSums: HourSumsKeeper;
  readonly hourUsers: HourUsers;
  readonly openRows: OpenRows;
  /** The offsets of an IANA zone; throws a RangeError when there is no such zone. */
  zone(name: string): ZoneOffsets;
}
