// Copies the rows of a row group out of a table's columns, into memory that is used again.

import { workArray } from "../transform/columns/column_kernel.ts";
import type { ViewTable } from "../transform/settle/view_table.ts";
import type { RowGroupRequest } from "./etl_protocol.ts";

type Column = Float64Array | Uint32Array | Uint8Array;
type ColumnKind<T extends Column> = new (
  buffer: ArrayBufferLike | number,
  byteOffset?: number,
  length?: number,
) => T;

/** Chooses rows once and copies them from any number of columns. */
export class ColumnCopier {
  #request: RowGroupRequest | null = null;
  /** Runs of rows that lie together in the table: first and end row of each. */
  #runs: number[] = [];
  readonly #targets = new Map<string | number, Column>();

  /** Chooses the rows that a request names. */
  choose(request: RowGroupRequest): void {
    this.#request = request;
    this.#runs = "picked" in request ? [] : runsOf(request);
  }

  /** The chosen rows of a column of numbers; `name` tells the columns apart. */
  numbers(name: string, source: Float64Array): Float64Array {
    return this.#copy(source, this.#target(name, Float64Array));
  }

  /** The chosen rows of a column of codes. */
  codes(column: number, source: Uint32Array): Uint32Array {
    return this.#copy(source, this.#target(column, Uint32Array));
  }

  /** The chosen rows of a column of bytes. */
  bytes(name: string, source: Uint8Array): Uint8Array {
    return this.#copy(source, this.#target(name, Uint8Array));
  }

  /** The code of each chosen row's user. */
  userCodes(table: ViewTable): Uint32Array {
    const request = this.#chosen(), { userStarts, kept, firstUser } = table;
    const codes = this.#target("users", Uint32Array);
    if ("picked" in request) {
      for (let i = 0, user = 0; i < request.rows; i++) {
        while (userStarts[user + 1] <= request.picked[i]) user++;
        codes[i] = firstUser + user;
      }
    } else {
      let { firstIndex: user, skip } = request;
      for (let done = 0; done < request.rows; user++, skip = 0) {
        const end = Math.min(done + kept[user] - skip, request.rows);
        codes.fill(firstUser + user, done, end);
        done = end;
      }
    }
    return codes;
  }

  #chosen(): RowGroupRequest {
    if (this.#request === null) throw new Error("Cannot copy rows as they must be chosen before");
    return this.#request;
  }

  #target<T extends Column>(name: string | number, kind: ColumnKind<T>): T {
    const { rows } = this.#chosen(), known = this.#targets.get(name);
    if (known instanceof kind && known.length >= rows) return known;
    const target = workArray(kind, rows);
    this.#targets.set(name, target);
    return target;
  }

  #copy<T extends Column>(source: T, target: T): T {
    const request = this.#chosen();
    if ("picked" in request) {
      const { picked } = request;
      for (let i = 0; i < picked.length; i++) target[i] = source[picked[i]];
    } else {
      const runs = this.#runs;
      for (let run = 0, done = 0; run < runs.length; run += 2) {
        target.set(source.subarray(runs[run], runs[run + 1]), done);
        done += runs[run + 1] - runs[run];
      }
    }
    return target;
  }
}

/** Dropped duplicates leave gaps behind users' rows; where there is none a run goes on with the next user. */
function runsOf(
  { table, rows, firstIndex, skip }: {
    readonly table: ViewTable;
    readonly rows: number;
    readonly firstIndex: number;
    readonly skip: number;
  },
): number[] {
  const { userStarts, kept } = table, runs: number[] = [];
  let from = userStarts[firstIndex] + skip, end = from;
  for (let user = firstIndex, left = rows; left > 0; user++) {
    const start = Math.max(userStarts[user], from),
      count = Math.min(userStarts[user] + kept[user] - start, left);
    if (start !== end) {
      runs.push(from, end);
      from = start;
    }
    end = start + count;
    left -= count;
  }
  runs.push(from, end);
  return runs;
}
