// One thread of the ETL: scans blocks, groups its views by user, settles users, encodes row groups.

import { forDimensions } from "../../domain/columns.ts";
import { ChunkStore } from "../io/chunk_store.ts";
import { encodeRowGroup } from "../io/parquet/encode_row_group.ts";
import { emptyTally } from "../transform/run_tally.ts";
import { shiftCodes } from "../transform/scan/episode_codes.ts";
import { columnOf, EPISODE, SHOW, USER } from "../transform/scan/view_columns.ts";
import { DurationLists } from "../transform/settle/duration_lists.ts";
import { groupChunk } from "../transform/settle/group_chunk.ts";
import { inferRuntimes } from "../transform/settle/infer_runtimes.ts";
import { settleUsers } from "../transform/settle/settle_users.ts";
import { tallyRows } from "../transform/tally_rows.ts";
import type { EncodeSetup, EtlCalls, StartRequest } from "./etl_protocol.ts";
import { RowGroupGatherer } from "./row_group_rows.ts";
import { BlockReader } from "./scan_blocks.ts";
import { Handover, serveCalls } from "./serve_calls.ts";

const durations = new DurationLists();
/** By text column: merged code by the worker's own code. */
let codes: Uint32Array[] = [];
let ranks: Uint32Array[] = [];
let settings: StartRequest;
let store: ChunkStore;
let reader: BlockReader;
let gatherer: RowGroupGatherer;
let encoding: EncodeSetup;

serveCalls<EtlCalls>({
  start(request) {
    settings = request;
    store = new ChunkStore(request);
    gatherer = new RowGroupGatherer(request.thresholds);
    reader = new BlockReader(store, request, request.scanner);
  },
  scan: (request) => reader.scan(request),
  drop: (block) => store.drop(block),
  texts() {
    reader.close();
    const sorted = reader.dictionaries.map((dictionary) => dictionary.sorted());
    ranks = sorted.map(({ ranks }) => ranks);
    const tables = sorted.map(({ table }) => table);
    const transfer = tables.flatMap(({ bytes, offsets }) => [bytes.buffer, offsets.buffer]);
    return new Handover({ tables, spilledBytes: store.spilledBytes }, transfer as ArrayBuffer[]);
  },
  recode({ codes: byRank, users }) {
    codes = ranks.map((rank, column) => rank.map((position) => byRank[column][position]));
    codes[EPISODE] = shiftCodes(codes[EPISODE]);
    // Filled, as pages that are read before they are written cost twice.
    const rows = new Uint32Array(users).fill(0);
    store.forEach((chunk) => {
      const own = chunk.codes[USER]!;
      for (let i = 0; i < chunk.rows; i++) rows[codes[USER][own[i]]]++;
    }, false);
    return new Handover(rows, [rows.buffer]);
  },
  group({ table, nextRows, release }) {
    store.forEach((chunk) => groupChunk(chunk, codes, table, nextRows), release);
  },
  settle({ table, range, inferred }) {
    settleUsers(table, range, settings.thresholds);
    durations.addUsers(table, range, {
      inferred,
      qualifiedMinutes: settings.thresholds.qualifiedMinutes,
    });
  },
  durations: () => durations.take(),
  infer: ({ parts, shows, first, step }) =>
    inferRuntimes(parts, shows, { ...settings.thresholds, first, step }),
  setup(request) {
    encoding = request;
  },
  encode(request) {
    const { thresholds } = settings;
    const { texts, runtimes, compression, columns, processedAtMs } = encoding;
    const rows = gatherer.gather(request, runtimes);
    const tally = emptyTally();
    tallyRows(tally, rows, thresholds.qualifiedMinutes);
    const input = {
      ...rows,
      users: texts[USER],
      shows: texts[SHOW],
      episodes: texts[EPISODE],
      dimensions: forDimensions((name) => texts[columnOf(name)]),
      processedAtMs,
    };
    const rowGroup = encodeRowGroup(input, { compression, columns });
    return new Handover({ rowGroup, tally }, [rowGroup.bytes.buffer as ArrayBuffer]);
  },
  finish() {
    reader.close();
    store.close();
  },
});
