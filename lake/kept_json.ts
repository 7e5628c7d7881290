// A small document of JSON in a lake, replaced whole at each change.

import { parseKeptJson } from "../domain/parse_kept_json.ts";
import { getText, type Lake, putText } from "./port.ts";

/** One document; what else writes to it is seen at the next reading. */
export class KeptJson<Value> {
  readonly #lake: Pick<Lake, "get" | "put" | "placeOf">;
  readonly #name: string;
  readonly #isWhole: (value: unknown) => boolean;

  /** `isWhole`: whether the document has its form. */
  constructor(
    lake: Pick<Lake, "get" | "put" | "placeOf">,
    name: string,
    isWhole: (value: unknown) => boolean,
  ) {
    this.#lake = lake;
    this.#name = name;
    this.#isWhole = isWhole;
  }

  /**
   * Null where there is none.
   *
   * @throws {DamagedFileError} it is no JSON, or not of its form
   */
  async read(): Promise<Value | null> {
    const kept = await getText(this.#lake, this.#name);
    return kept &&
      parseKeptJson<Value>(this.#lake.placeOf(this.#name), kept.text, this.#isWhole);
  }

  /** `indent`: for people, who may read or edit it. */
  async write(value: Value, indent?: number): Promise<void> {
    await putText(this.#lake, this.#name, JSON.stringify(value, null, indent) + "\n");
  }
}
