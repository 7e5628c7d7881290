// The saved repairs as a file of the data folder, with how far each has come.

import { KeptJson } from "../../lake/kept_json.ts";
import type { Lake } from "../../lake/port.ts";
import { ConflictError } from "../../domain/errors.ts";
import { isPlainObject } from "../../domain/parse_kept_json.ts";
import type { SavedRepair } from "../../domain/saved_repair.ts";
import type { RepairProgress, SavedRepairsPort } from "../ports.ts";

interface Kept extends SavedRepair {
  /** The newest row that it was tried on. */
  readonly tried_to: number;
}

const NAME = "repairs.json";
/** How many are kept: each is tried on every new row. */
const MAX_SAVED = 100;

/** Whether the file has its form. */
export function areRepairsWhole(kept: unknown): boolean {
  return isPlainObject(kept) && Array.isArray(kept.repairs) &&
    kept.repairs.every((one) =>
      isPlainObject(one) && typeof one.name === "string" && isPlainObject(one.repair)
    );
}

/** Reads the file at each question, so that what a command line saves is seen; changes come one by one. */
export class SavedRepairsFile implements SavedRepairsPort {
  readonly #file: KeptJson<{ readonly repairs: readonly Kept[] }>;
  #turn: Promise<unknown> = Promise.resolve();

  /** `lake`: the data folder. */
  constructor(lake: Lake) {
    this.#file = new KeptJson(lake, NAME, areRepairsWhole);
  }

  async list(): Promise<SavedRepair[]> {
    return (await this.#read()).map(({ tried_to: _, ...saved }) => saved);
  }

  async progress(): Promise<RepairProgress[]> {
    return (await this.#read()).map(({ tried_to, ...saved }) => ({ saved, triedTo: tried_to }));
  }

  async put(saved: SavedRepair, triedTo: number): Promise<void> {
    await this.#change((kept) => {
      const others = kept.filter(({ name }) => name !== saved.name);
      if (others.length >= MAX_SAVED) {
        throw new ConflictError(`At most ${MAX_SAVED} repairs are kept: remove one`);
      }
      return [...others, { ...saved, tried_to: triedTo }];
    });
  }

  async remove(name: string): Promise<boolean> {
    let isThere = false;
    await this.#change((kept) => {
      isThere = kept.some((one) => one.name === name);
      return kept.filter((one) => one.name !== name);
    });
    return isThere;
  }

  async advance(name: string, triedTo: number, settled: number): Promise<void> {
    await this.#change((kept) =>
      kept.map((one) =>
        one.name === name ? { ...one, tried_to: triedTo, settled: one.settled + settled } : one
      )
    );
  }

  async stop(name: string, reason: string): Promise<void> {
    await this.#change((kept) =>
      kept.map((one) => one.name === name ? { ...one, stopped: reason } : one)
    );
  }

  async #read(): Promise<Kept[]> {
    const { repairs } = await this.#file.read() ?? { repairs: [] };
    return repairs.map((one) => ({ ...one, stopped: one.stopped ?? null }));
  }

  #change(make: (kept: Kept[]) => Kept[]): Promise<void> {
    const turn = this.#turn.then(async () => {
      const repairs = make(await this.#read());
      await this.#file.write({ repairs }, 2);
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
