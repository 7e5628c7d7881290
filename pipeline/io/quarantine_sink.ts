// Writes quarantined rows, one JSON line each, in the order of the input.

import { type QuarantinedRow, RULE_IDS, type RuleId } from "../../domain/rule.ts";
import { DISK, type FileLayer, writeAll } from "../../lake/disk/file_layer.ts";
import { OpenFile } from "../../lake/disk/open_file.ts";
import {
  aroundLongRow,
  type BadRows,
  type LongRow,
  parseQuarantineLine,
  quarantineLines,
} from "../transform/scan/bad_rows.ts";
import { InputError } from "../../domain/errors.ts";

/** Rows kept of each rule as examples for the report. */
const EXAMPLES = 5;
/** Characters of an example's text that the report keeps, a multiple of 4; the quarantine has all. */
const EXAMPLE_CHARACTERS = 2_000;

/** Where a block is from; `dataPath`: the input as a plain file, `firstLine`: the block's, 1-based. */
export interface BlockPlace {
  readonly source: string;
  readonly dataPath: string;
  readonly firstLine: number;
}

/** A quarantine file being written; it counts rows by the first rule that each broke. */
export class QuarantineSink {
  readonly examples = new Map<RuleId, QuarantinedRow[]>();
  readonly #counts = RULE_IDS.map(() => 0);
  readonly #file: Deno.FsFile;
  #isOpen = true;
  readonly #encoder = new TextEncoder();

  /** Makes the file at `path`. */
  constructor(path: string, files: FileLayer = DISK) {
    this.#file = files.openSync(path, { write: true, create: true, truncate: true });
  }

  /** Rows written so far. */
  get rows(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Adds the bad rows of a block whose source and first line are known by now. */
  addBlock(bad: BadRows, place: BlockPlace): void {
    if (bad.rules.length === 0) return;
    const lines = quarantineLines(bad, place);
    bad.rules.forEach((rule, index) => {
      if (this.#counts[rule]++ >= EXAMPLES) return;
      const row = parseQuarantineLine(lines[index]);
      const long = bad.long.find((long) => long.index === index);
      this.#keepExample(RULE_IDS[rule], long === undefined ? row : { ...row, raw: long.start });
    });
    let next = 0;
    for (const long of bad.long) {
      const [head, tail] = aroundLongRow(lines[long.index], long);
      this.#write([...lines.slice(next, long.index), head].join("\n"));
      copyLongRow(place.dataPath, long, (text) => this.#write(text));
      this.#write(`${tail}\n`);
      next = long.index + 1;
    }
    if (next < lines.length) this.#write(lines.slice(next).join("\n") + "\n");
  }

  /** Counts by rule in the rules' order, those of no row left out. */
  reasons(): Record<string, number> {
    const entries = RULE_IDS.map((rule, index) => [rule, this.#counts[index]] as const);
    return Object.fromEntries(entries.filter(([, count]) => count > 0));
  }

  /** Makes the file durable and closes it. */
  finish(): void {
    this.#file.syncSync();
    this.abort();
  }

  /** Closes the file as it is; may be called at any time. */
  abort(): void {
    if (this.#isOpen) this.#file.close();
    this.#isOpen = false;
  }

  #write(text: string): void {
    writeAll(this.#file, this.#encoder.encode(text));
  }

  #keepExample(rule: RuleId, row: QuarantinedRow): void {
    const raw = row.raw.length > EXAMPLE_CHARACTERS ? shorten(row) : row.raw;
    this.examples.set(rule, [...this.examples.get(rule) ?? [], { ...row, raw }]);
  }
}

/** Base64 is cut behind a group of four, so that it can still be decoded. */
function shorten({ raw, encoding }: QuarantinedRow): string {
  const cut = raw.slice(0, EXAMPLE_CHARACTERS);
  return encoding === "base64" ? cut : cut.toWellFormed() + "…";
}

/** A multiple of 3, as base64 is put together from pieces. */
const PIECE_BYTES = 3 << 18;

/**
 * Gives the row's raw text as it stands between the quotes of a JSON string.
 * @throws {InputError} when the input no longer has all of it
 */
function copyLongRow(
  path: string,
  { offset, sizeBytes, isBase64 }: LongRow,
  write: (text: string) => void,
): void {
  using file = new OpenFile(path);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (let done = 0; done < sizeBytes;) {
    const piece = new Uint8Array(Math.min(sizeBytes - done, PIECE_BYTES));
    if (file.readAt(offset + done, piece) < piece.length) {
      throw new InputError(
        `Cannot read ${path} to its end as it got shorter while it was read: run again when nothing writes to it`,
      );
    }
    done += piece.length;
    const text = isBase64 ? piece.toBase64() : decoder.decode(piece, { stream: done < sizeBytes });
    write(JSON.stringify(text).slice(1, -1));
  }
}
