// Tests of blocks scanned out of order and put together in order, with a pool that reads lines of text.

import assert from "node:assert/strict";
import { BadRowList } from "../transform/scan/bad_rows.ts";
import type { QuarantineSink } from "../io/quarantine_sink.ts";
import type { EtlCalls, ScanAnswer, ScanRequest } from "../workers/etl_protocol.ts";
import type { WorkerPool } from "../workers/worker_pool.ts";
import { scanInputs, type ScannableInput } from "./scan_inputs.ts";

/** Rows end with a semicolon and may hold line feeds, behind which a guess goes wrong. */
class RowPool {
  readonly kept = new Map<number, number[]>();
  readonly dropped: number[] = [];
  readonly #texts: Readonly<Record<string, string>>;

  constructor(texts: Readonly<Record<string, string>>) {
    this.#texts = texts;
  }

  call(_worker: number, name: string, request: unknown): Promise<unknown> {
    if (name === "drop") {
      this.dropped.push(request as number);
      this.kept.delete(request as number);
      return Promise.resolve();
    }
    return Promise.resolve(this.#scan(request as ScanRequest));
  }

  async spread(
    _name: string,
    requests: Iterable<ScanRequest>,
    accept: (answer: ScanAnswer, worker: number) => Promise<void>,
  ): Promise<void> {
    // All are scanned before any is accepted, as by many threads.
    const answers = [...requests].map((request) => this.#scan(request));
    for (const answer of answers) await accept(answer, 0);
  }

  #scan({ number, path, block }: ScanRequest): ScanAnswer {
    const text = this.#texts[path];
    const guess = block.start ?? text.indexOf("\n", block.from - 1) + 1;
    const starts: number[] = [];
    let at = guess;
    if (block.start === null && (guess === 0 || guess >= block.stop)) at = block.stop;
    while (at < block.stop) {
      starts.push(at);
      at = text.indexOf(";\n", at) + 2;
    }
    const isStartKnown = block.start !== null || (guess > 0 && guess < block.stop);
    this.kept.set(number, starts);
    return {
      extent: { start: isStartKnown ? guess : null, end: at },
      rows: starts.length,
      accepted: starts.length,
      bad: new BadRowList().take(),
      excluded: { supplemental: starts.length, autoplayed: 0 },
      excludedMinuteUnits: { supplemental: BigInt(starts.length) * 3n, autoplayed: 0n },
      lineBreaks: isStartKnown ? text.slice(guess, at).split("\n").length - 1 : 0,
      isArrayClosed: true,
    };
  }
}

function inputOf(path: string, text: string, kind: "ndjson" | "json" = "ndjson"): ScannableInput {
  const dataBytes = text.length;
  return { path, dataPath: path, dataBytes, layout: { kind }, firstRowAt: 0, firstRowLine: 1 };
}

async function scan(
  inputs: readonly ScannableInput[],
  texts: Record<string, string>,
  blockBytes: number,
) {
  const pool = new RowPool(texts);
  const places: [string, number][] = [];
  const progress: number[] = [];
  const totals = await scanInputs(pool as unknown as WorkerPool<EtlCalls>, inputs, {
    blockBytes,
    quarantine: {
      addBlock: (_, { source, firstLine }) => places.push([source, firstLine]),
    } as Pick<QuarantineSink, "addBlock"> as QuarantineSink,
    onProgress: (bytesDone) => progress.push(bytesDone),
  });
  return { pool, places, progress, totals, starts: [...pool.kept.values()].flat().sort(byNumber) };
}

function byNumber(a: number, b: number): number {
  return a - b;
}

/** Rows of one, three, and very many lines. */
const ROWS = ["a;\n", "b\nb\nb;\n", "c;\n", `${"d\n".repeat(20)}d;\n`, "e;\n", "f\nf;\n"];
const TEXT = ROWS.join("");
const STARTS = ROWS.map((_, index) => ROWS.slice(0, index).join("").length);

Deno.test("scanInputs() finds every row once, whatever the blocks cut through", async () => {
  for (const kind of ["ndjson", "json"] as const) {
    for (let blockBytes = 1; blockBytes < TEXT.length + 2; blockBytes++) {
      const { starts, totals, progress } = await scan(
        [inputOf("x", TEXT, kind)],
        { x: TEXT },
        blockBytes,
      );
      assert.deepEqual(starts, STARTS, `${kind}, blocks of ${blockBytes}`);
      assert.deepEqual([totals.read, totals.accepted, totals.rowsByInput], [6, 6, [6]]);
      assert.deepEqual(totals.excluded, { supplemental: 6 });
      assert.deepEqual(totals.excludedMinuteUnits, { supplemental: 18n });
      if (kind === "ndjson") assert.equal(progress.at(-1), TEXT.length);
    }
  }
});

Deno.test("scanInputs() numbers each input's lines by themselves, in the inputs' order", async () => {
  const short = "g;\nh;\n";
  const inputs = [inputOf("x", TEXT), inputOf("y", short, "json"), inputOf("z", short)];
  const { places, totals } = await scan(inputs, { x: TEXT, y: short, z: short }, 11);
  assert.deepEqual(places, [["x", 1], ["x", 6], ["x", 27], ["y", 1], ["z", 1]]);
  assert.deepEqual(totals.rowsByInput, [6, 2, 2]);
});

Deno.test("scanInputs() reads nothing from an input without rows", async () => {
  const { totals, progress } = await scan([inputOf("x", "")], { x: "" }, 10);
  assert.deepEqual([totals.read, totals.rowsByInput, progress], [0, [0], []]);
});
