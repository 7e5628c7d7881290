// Page headers, held to those of hyparquet-writer.

import assert from "node:assert/strict";
import type { PageHeader } from "hyparquet";
import { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { pageHeaderBytes } from "./column_chunks.ts";

const SIZES = { uncompressed_page_size: 1_048_576, compressed_page_size: 77 };

const HEADERS: readonly PageHeader[] = [
  {
    type: "DATA_PAGE",
    ...SIZES,
    data_page_header: {
      num_values: 131_072,
      encoding: "RLE_DICTIONARY",
      definition_level_encoding: "RLE",
      repetition_level_encoding: "RLE",
    },
  },
  {
    type: "DATA_PAGE",
    ...SIZES,
    data_page_header: {
      num_values: 1,
      encoding: "PLAIN",
      definition_level_encoding: "RLE",
      repetition_level_encoding: "RLE",
    },
  },
  {
    type: "DICTIONARY_PAGE",
    ...SIZES,
    dictionary_page_header: { num_values: 70_000, encoding: "PLAIN" },
  },
];

Deno.test("pageHeaderBytes() gives the bytes that hyparquet-writer gives", () => {
  for (const header of HEADERS) {
    const writer = new ByteWriter();
    writePageHeader(writer, header);
    assert.deepEqual(pageHeaderBytes(header), writer.getBytes());
  }
});
