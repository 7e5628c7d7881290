// A missing text and an empty one stay apart in whatever rows are saved as.

import assert from "node:assert/strict";
import { parquetWriteBuffer } from "hyparquet-writer";
import { openBlob } from "../file/byte_source.ts";
import { ParquetTable } from "../file/parquet_table.ts";
import { readCells, type Selection } from "../questions/selection.ts";
import { writeRows } from "./write_rows.ts";

const pace = { signal: new AbortController().signal, onProgress: () => {} };
const EPISODES = [null, "", "E1", 'a "film"'];

const open = (bytes: BlobPart) => ParquetTable.open(openBlob(new Blob([bytes])));

Deno.test("writeRows() tells a missing text from an empty one in every format", async () => {
  const data = [
    { name: "episode", data: EPISODES, nullable: true, type: "STRING" as const },
    { name: "views", data: [1, 2, 3, 4], type: "INT32" as const },
  ];
  const table = await open(parquetWriteBuffer({ columnData: data }));
  const all: Selection = { rows: null, count: 4, groupsRead: 0, groupsSkipped: 0 };
  const save = (format: "csv" | "json" | "parquet") => writeRows(table, all, { format, pace });
  assert.equal(
    await (await save("csv")).text(),
    'episode,views\r\n,1\r\n"",2\r\nE1,3\r\n"a ""film""",4\r\n',
  );
  const rows: { episode: string | null }[] = JSON.parse(await (await save("json")).text());
  assert.deepEqual(rows.map(({ episode }) => episode), EPISODES);
  const copy = await open(await (await save("parquet")).arrayBuffer());
  assert.deepEqual(await readCells(copy, [0, 1, 2, 3], ["episode"]), [EPISODES]);
});
