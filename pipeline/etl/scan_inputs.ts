// Scans all inputs in blocks, in parallel and on guesses, and puts the blocks' outcomes in order.

import { InputError } from "../../domain/errors.ts";
import { EXCLUSION_IDS } from "../../domain/rule.ts";
import type { QuarantineSink } from "../io/quarantine_sink.ts";
import type { EtlCalls, InputLayout, ScanAnswer, ScanRequest } from "../workers/etl_protocol.ts";
import type { WorkerPool } from "../workers/worker_pool.ts";

/** An input ready to be scanned. */
export interface ScannableInput {
  /** As it is shown and as quarantined rows name it. */
  readonly path: string;
  /** The plain file to read: the input itself, or what was unpacked from it. */
  readonly dataPath: string;
  readonly dataBytes: number;
  readonly layout: InputLayout;
  /** Byte at which the first row starts, behind a byte order mark, a header, a bracket. */
  readonly firstRowAt: number;
  /** 1-based line on which it starts. */
  readonly firstRowLine: number;
}

/** Rows of all inputs by what became of them, and of each. Duplicates are not known yet. */
export interface ScanTotals {
  readonly rowsByInput: number[];
  accepted: number;
  read: number;
  /** Left out on purpose, by reason; reasons without a row are left out too. */
  readonly excluded: Record<string, number>;
  /** Minutes of those rows, in the units of exact sums. */
  readonly excludedMinuteUnits: Record<string, bigint>;
}

/** Where the next row of the input at hand must start, and on which line. */
interface Progress {
  nextAt: number;
  nextLine: number;
}

/**
 * Scans the inputs; bad rows go to `quarantine` in the order of the inputs.
 * @throws {InputError} when a JSON array is not closed
 */
export async function scanInputs(
  pool: WorkerPool<EtlCalls>,
  inputs: readonly ScannableInput[],
  options: {
    readonly blockBytes: number;
    readonly quarantine: QuarantineSink;
    readonly onProgress: (bytesDone: number, rowsDone: number) => void;
  },
): Promise<ScanTotals> {
  const totals: ScanTotals = {
    rowsByInput: inputs.map(() => 0),
    accepted: 0,
    read: 0,
    excluded: Object.fromEntries(EXCLUSION_IDS.map((id) => [id, 0])),
    excludedMinuteUnits: Object.fromEntries(EXCLUSION_IDS.map((id) => [id, 0n])),
  };
  const scan = new OrderedScan(pool, inputs, totals, options);
  for (const run of runsOf(inputs)) await scan.run(run);
  for (const id of EXCLUSION_IDS) {
    if (totals.excluded[id] > 0) continue;
    delete totals.excluded[id];
    delete totals.excludedMinuteUnits[id];
  }
  return totals;
}

/** The error of a JSON array that ends in the middle: what is missing behind it, nobody knows. */
export function unclosedArray(path: string): InputError {
  return new InputError(
    `Cannot read ${path} as its JSON array must end with "]" and nothing behind it: it is cut short, or ` +
      "two were joined; get it again",
  );
}

/** Inputs whose blocks can be guessed go together; a JSON array is read from its start to its end. */
function runsOf(inputs: readonly ScannableInput[]): number[][] {
  const runs: number[][] = [];
  let isGuessable = false;
  inputs.forEach(({ layout }, index) => {
    if (layout.kind !== "json" && isGuessable) runs.at(-1)!.push(index);
    else runs.push([index]);
    isGuessable = layout.kind !== "json";
  });
  return runs;
}

class OrderedScan {
  readonly #pool: WorkerPool<EtlCalls>;
  readonly #inputs: readonly ScannableInput[];
  readonly #totals: ScanTotals;
  readonly #options: Parameters<typeof scanInputs>[2];
  readonly #progress: Progress[];
  #blocks = 0;
  #bytesDone = 0;

  constructor(
    pool: WorkerPool<EtlCalls>,
    inputs: readonly ScannableInput[],
    totals: ScanTotals,
    options: Parameters<typeof scanInputs>[2],
  ) {
    this.#pool = pool;
    this.#inputs = inputs;
    this.#totals = totals;
    this.#options = options;
    this.#progress = inputs.map((input) => ({
      nextAt: input.firstRowAt,
      nextLine: input.firstRowLine,
    }));
  }

  /** Scans the inputs with these indexes. */
  async run(indexes: readonly number[]): Promise<void> {
    const [first] = indexes;
    if (this.#inputs[first].layout.kind === "json") return await this.#runInOrder(first);
    const sent: { input: number; request: ScanRequest }[] = [];
    const requests = this.#requests(indexes, sent);
    let accepted = 0;
    await this.#pool.spread("scan", requests, async (answer, worker) => {
      const { input, request } = sent[accepted++];
      await this.#accept(input, request, { answer, worker });
    });
  }

  async #runInOrder(input: number): Promise<void> {
    const { dataBytes, path } = this.#inputs[input];
    let isClosed = false;
    for (let from = 0; from < dataBytes; from += this.#options.blockBytes) {
      const { nextAt } = this.#progress[input];
      const stop = Math.min(dataBytes, from + this.#options.blockBytes);
      if (nextAt >= stop) continue;
      const request = this.#request(input, { from, stop, start: nextAt });
      const answer = await this.#pool.call(0, "scan", request);
      isClosed = answer.isArrayClosed ?? isClosed;
      this.#keep(input, request, answer);
    }
    if (!isClosed) throw unclosedArray(path);
  }

  *#requests(
    indexes: readonly number[],
    sent: { input: number; request: ScanRequest }[],
  ): Generator<ScanRequest> {
    for (const input of indexes) {
      const { dataBytes, firstRowAt } = this.#inputs[input];
      for (let from = firstRowAt; from < dataBytes;) {
        const stop = Math.min(dataBytes, from + this.#options.blockBytes);
        const start = from === firstRowAt ? from : null;
        const request = this.#request(input, { from, stop, start });
        sent.push({ input, request });
        yield request;
        from = stop;
      }
    }
  }

  #request(input: number, block: ScanRequest["block"]): ScanRequest {
    const { dataPath, dataBytes, layout } = this.#inputs[input];
    return {
      number: this.#blocks++,
      path: dataPath,
      sizeBytes: dataBytes,
      layout,
      block,
    };
  }

  /** Takes a block's outcome if its guess was right: its rows must start where those before it ended. */
  async #accept(
    input: number,
    request: ScanRequest,
    { answer, worker }: { answer: ScanAnswer; worker: number },
  ): Promise<void> {
    const { nextAt } = this.#progress[input];
    if (answer.extent.start === nextAt) return this.#keep(input, request, answer);
    await this.#pool.call(worker, "drop", request.number);
    // A row that started before the block may end behind it: then the block has no rows of its own.
    if (nextAt >= request.block.stop) return this.#passed(request);
    const again = { ...request, block: { ...request.block, start: nextAt } };
    this.#keep(input, again, await this.#pool.call(worker, "scan", again));
  }

  #keep(input: number, request: ScanRequest, answer: ScanAnswer): void {
    const totals = this.#totals;
    const progress = this.#progress[input];
    this.#options.quarantine.addBlock(answer.bad, {
      source: this.#inputs[input].path,
      dataPath: this.#inputs[input].dataPath,
      firstLine: progress.nextLine,
    });
    progress.nextAt = answer.extent.end;
    progress.nextLine += answer.lineBreaks;
    totals.rowsByInput[input] += answer.rows;
    totals.read += answer.rows;
    totals.accepted += answer.accepted;
    for (const id of EXCLUSION_IDS) {
      totals.excluded[id] += answer.excluded[id];
      totals.excludedMinuteUnits[id] += answer.excludedMinuteUnits[id];
    }
    this.#passed(request);
  }

  #passed({ block }: ScanRequest): void {
    this.#bytesDone += block.stop - block.from;
    this.#options.onProgress(this.#bytesDone, this.#totals.read);
  }
}
