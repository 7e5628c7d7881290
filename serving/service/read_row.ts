// Reads a row of a request with the pipeline's own code, so that the answer's reasons are the ledger's.

import { reason } from "../../domain/rule.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { fieldsFromJson } from "../../pipeline/transform/fields_from_json.ts";
import { asRow } from "../../pipeline/transform/parse_json_object.ts";
import { readRowText, wholeRowReasons } from "../../pipeline/transform/scan/row_collector.ts";
import { clean, validateFields } from "../../pipeline/transform/validate_fields.ts";
import type { ReadRow, RowReader } from "../ports.ts";

/** A longer key breaks a rule, and the log takes none over 65,535 bytes. */
const MAX_KEY_LENGTH = 1_024;

/** A reader of rows under these thresholds. */
export function createRowReader(thresholds: Thresholds): RowReader {
  return (bytes, nowMs): ReadRow => {
    const row = readRowText(bytes);
    let value: unknown;
    try {
      value = JSON.parse(row.text);
    } catch (error) {
      return { kind: "not_json", message: messageOf(error) };
    }
    const whole = wholeRowReasons(row);
    const object = asRow(value, row.text);
    if (object === null) {
      return {
        kind: "row",
        key: "",
        reasons: [reason("row.columns", null, "not a JSON object"), ...whole],
      };
    }
    const fields = fieldsFromJson(object);
    const outcome = validateFields(fields, { nowMs, thresholds }, whole);
    const user = clean(fields.userId);
    return {
      kind: "row",
      key: user.length > MAX_KEY_LENGTH ? "" : user,
      reasons: outcome.kind === "bad" ? outcome.reasons : [],
    };
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : String(error);
}
