// Writes quarantined rows, one JSON line each, in the order of the input.

import { RULE_IDS, type RuleId } from "../../domain/rule.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";

/** Bytes gathered before they are written. */
const BUFFER_BYTES = 1 << 20;
/** Rows kept of each rule as examples for the report. */
const EXAMPLES = 5;
/** Characters of an example's text that the report keeps, a multiple of 4; the quarantine has all. */
const EXAMPLE_CHARACTERS = 2_000;

/** A quarantine file being written; it counts rows by the first rule that each broke. */
export class QuarantineSink {
  readonly counts = new Map<RuleId, number>();
  readonly examples = new Map<RuleId, QuarantinedRow[]>();
  readonly #file: Deno.FsFile;
  readonly #encoder = new TextEncoder();
  #lines: Uint8Array[] = [];
  #pendingBytes = 0;

  /** Makes the file at `path`. */
  constructor(path: string) {
    this.#file = Deno.openSync(path, { write: true, create: true, truncate: true });
  }

  /** Rows written so far. */
  get rows(): number {
    let rows = 0;
    for (const count of this.counts.values()) rows += count;
    return rows;
  }

  /** Adds one row. */
  add(row: QuarantinedRow): void {
    const { rule } = row.reasons[0];
    this.counts.set(rule, (this.counts.get(rule) ?? 0) + 1);
    this.#keepExample(rule, row);
    const line = this.#encoder.encode(JSON.stringify(row) + "\n");
    this.#lines.push(line);
    this.#pendingBytes += line.length;
    if (this.#pendingBytes >= BUFFER_BYTES) this.#flush();
  }

  /** Counts by rule in the rules' order. */
  reasons(): Record<string, number> {
    const entries = RULE_IDS.map((rule) => [rule, this.counts.get(rule) ?? 0] as const);
    return Object.fromEntries(entries.filter(([, count]) => count > 0));
  }

  /** Writes what is left and makes it durable. */
  finish(): void {
    this.#flush();
    this.#file.syncSync();
    this.#file.close();
  }

  /** Closes the file as it is. */
  abort(): void {
    this.#file.close();
  }

  #keepExample(rule: RuleId, row: QuarantinedRow): void {
    let examples = this.examples.get(rule);
    if (examples === undefined) this.examples.set(rule, examples = []);
    if (examples.length >= EXAMPLES) return;
    const isLong = row.raw.length > EXAMPLE_CHARACTERS;
    const raw = isLong ? shorten(row) : row.raw;
    examples.push({ ...row, raw });
  }

  #flush(): void {
    for (const line of this.#lines) {
      for (let done = 0; done < line.length;) done += this.#file.writeSync(line.subarray(done));
    }
    this.#lines = [];
    this.#pendingBytes = 0;
  }
}

/** Base64 is cut behind a group of four, so that it can still be decoded. */
function shorten({ raw, encoding }: QuarantinedRow): string {
  const cut = raw.slice(0, EXAMPLE_CHARACTERS);
  return encoding === "base64" ? cut : cut.toWellFormed() + "…";
}
