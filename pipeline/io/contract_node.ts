// A value of the contract file together with the line it stands on, so that every error can name both.

import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { UsageError } from "../../domain/errors.ts";
import { nearestName } from "../../domain/nearest_name.ts";

/** Where the text came from. */
interface ContractSource {
  readonly path: string;
  readonly lines: LineCounter;
}

/** One YAML value: read it as what it must be, or throw a one-line UsageError. */
export class ContractNode {
  private constructor(
    private readonly source: ContractSource,
    private readonly value: unknown,
    private readonly offset: number,
    /** The key the value stands under, `item` in a list. */
    readonly key: string,
  ) {}

  /** Parses YAML. @throws {UsageError} when the text is not YAML. */
  static parse(path: string, text: string): ContractNode {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const error = document.errors[0];
    if (error !== undefined) {
      const { line } = lines.linePos(error.pos[0]);
      throw new UsageError(`Cannot read ${path} line ${line} as it must be YAML: ${error.message}`);
    }
    return new ContractNode({ path, lines }, document.contents, 0, "the contract");
  }

  /** The error to throw when the value is not `need`. */
  mismatch(need: string, hint = ""): UsageError {
    const { line } = this.source.lines.linePos(this.offset);
    const shown = this.value === null ? "empty" : JSON.stringify(this.value).slice(0, 80);
    return new UsageError(
      `Cannot read ${this.source.path} line ${line} as ${this.key} must be ${need}${hint}: ` +
        `current value is ${shown}`,
    );
  }

  /** The keys of a mapping, in the file's order, each standing where its key stands. */
  keys(): ContractNode[] {
    if (!isMap(this.value)) throw this.mismatch("a mapping");
    return this.value.items.map((pair) => this.child(pair.key, String(pair.key)));
  }

  /** The value under `key` of a mapping, null when there is none. */
  optional(key: string): ContractNode | null {
    if (!isMap(this.value)) throw this.mismatch("a mapping");
    const pair = this.value.items.find((item) => isPair(item) && String(item.key) === key);
    if (pair === undefined) return null;
    return this.child(pair.value, key, isNode(pair.key) ? pair.key.range?.[0] : undefined);
  }

  /** The value under `key` of a mapping that must have it. */
  required(key: string): ContractNode {
    const found = this.optional(key);
    if (found === null) throw this.mismatch(`a mapping with the key ${key}`);
    return found;
  }

  /** The items of a list. */
  items(): ContractNode[] {
    if (!isSeq(this.value)) throw this.mismatch("a list");
    return this.value.items.map((item) => this.child(item, this.key));
  }

  /** The value as text that is not empty; a number such as a version counts as its digits. */
  text(): string {
    const scalar = this.scalar();
    if (typeof scalar === "number") return String(scalar);
    if (typeof scalar !== "string" || scalar.trim() === "") throw this.mismatch("text");
    return scalar.trim();
  }

  number(): number {
    const scalar = this.scalar();
    if (typeof scalar !== "number" || !Number.isFinite(scalar)) throw this.mismatch("a number");
    return scalar;
  }

  boolean(): boolean {
    const scalar = this.scalar();
    if (typeof scalar !== "boolean") throw this.mismatch("true or false");
    return scalar;
  }

  /** The value as one of `names`; the error names the nearest of them. */
  oneOf<Name extends string>(names: readonly Name[]): Name {
    const text = String(this.scalar());
    const found = names.find((name) => name === text);
    if (found !== undefined) return found;
    const meant = nearestName(text, names);
    const hint = meant === null ? "" : ` (did you mean ${meant}?)`;
    throw this.mismatch(`one of ${names.join(", ")}`, hint);
  }

  private scalar(): unknown {
    return isScalar(this.value) ? this.value.value : this.value;
  }

  private child(value: unknown, key: string, keyOffset?: number): ContractNode {
    const ownOffset = isNode(value) ? value.range?.[0] : undefined;
    return new ContractNode(this.source, value, ownOffset ?? keyOffset ?? this.offset, key);
  }
}
