// The header of a Parquet page, in Thrift's compact protocol.

import type { PageHeader } from "hyparquet";
import { Encodings, PageTypes } from "hyparquet/src/constants.js";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { serializeTCompactProtocol } from "hyparquet-writer/src/thrift.js";

/**
 * The header's bytes; fields are numbered as in parquet.thrift. hyparquet-writer's own function would do,
 * but it brings fifty modules with it, which every thread of a run would load.
 */
export function pageHeaderBytes(header: PageHeader): Uint8Array {
  const writer = new ByteWriter();
  const { data_page_header: data, dictionary_page_header: dictionary } = header;
  serializeTCompactProtocol(writer, {
    field_1: PageTypes.indexOf(header.type),
    field_2: header.uncompressed_page_size,
    field_3: header.compressed_page_size,
    field_5: data && {
      field_1: data.num_values,
      field_2: Encodings.indexOf(data.encoding),
      field_3: Encodings.indexOf(data.definition_level_encoding),
      field_4: Encodings.indexOf(data.repetition_level_encoding),
    },
    field_7: dictionary && {
      field_1: dictionary.num_values,
      field_2: Encodings.indexOf(dictionary.encoding),
    },
  });
  return writer.getBytes();
}
