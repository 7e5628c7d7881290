// Reads one JSON value as a row: an object with the fields of a view, or a row that breaks `row.columns`.

import { reason } from "../../../domain/rule.ts";
import { fieldsFromJson } from "../fields_from_json.ts";
import { parseObject } from "../parse_json_object.ts";
import { validateFields, type ValidationContext } from "../validate_fields.ts";
import { readRowText, wholeRowReasons } from "./row_collector.ts";
import type { RowSink } from "./row_collector.ts";

/** Reads rows of NDJSON and of JSON arrays into a sink. */
export class JsonRowReader {
  readonly #collector: RowSink;
  readonly #validation: ValidationContext;

  constructor(collector: RowSink, validation: ValidationContext) {
    this.#collector = collector;
    this.#validation = validation;
  }

  /**
   * `bytes`: the value's own; `offset`: the byte of the input at which they start; `fastRows`: rows that a
   * fast scanner took before it, each on a line of its own.
   */
  read(bytes: Uint8Array, offset: number, fastRows = this.#collector.fastRows): void {
    const collector = this.#collector;
    const line = fastRows + collector.lineBreaks;
    const row = readRowText(bytes);
    const whole = wholeRowReasons(row);
    if (row.isCut) return collector.reject(row, offset, line, whole);
    const object = parseObject(row.text);
    if (object === null) {
      const reasons = [reason("row.columns", null, "not a JSON object"), ...whole];
      return collector.reject(row, offset, line, reasons);
    }
    const outcome = validateFields(fieldsFromJson(object), this.#validation, whole);
    if (outcome.kind === "bad") {
      collector.reject(row, offset, line, outcome.reasons);
    } else collector.accept(outcome.view);
  }
}
