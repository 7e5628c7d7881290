// The store's answers as the rest of Playhead asks for them: those that may take long come from threads beside the
// asking one, and all questions of a snapshot are answered of one commit.

import { FILTER_COLUMNS } from "../../../domain/columns.ts";
import type { StoreAnswers, StoreQueries, StoreQuestions, StoreSnapshot } from "../../port.ts";
import { HistoryReader } from "../queries/history_reader.ts";
import type { SqliteQueries } from "../queries.ts";
import type { ReaderPool } from "./reader_pool.ts";
import type { QuestionName, Stamped } from "./reader_protocol.ts";

/** A question's way: at once from a few rows; by a reader, within moments; by a reader that reads views one by one. */
type Way = "at once" | "short" | "long";

type ViewOptions = Partial<Parameters<StoreAnswers["overview"]>[0]>;

/** Rollups do not know the hour of the week, nor two filters at a time: views are read one by one. */
function wayOfViews({ hour, ...filter }: ViewOptions): "short" | "long" {
  const filters = (["show", ...FILTER_COLUMNS] as const)
    .filter((name) => filter[name] !== undefined && filter[name] !== null);
  return filters.length > 1 || (hour !== undefined && hour !== null) ? "long" : "short";
}

const searched = ({ search }: { readonly search?: string | null | undefined }) =>
  search === null || search === undefined || search === "" ? "short" : "long";

const WAYS: { readonly [Name in QuestionName]: (...asked: Parameters<StoreAnswers[Name]>) => Way } =
  {
    overview: wayOfViews,
    timeseries: wayOfViews,
    heatmap: wayOfViews,
    distributions: wayOfViews,
    breakdown: wayOfViews,
    shows: searched,
    users: searched,
    show: () => "short",
    user: () => "short",
    sittings: () => "short",
    ledgerHours: () => "short",
    quarantine: (options) => searched(options) === "long" ? "long" : "at once",
    // Rows by their keys, and tables of a few hundred rows.
    quarantined: () => "at once",
    retention: () => "at once",
    ledger: () => "at once",
    quality: () => "at once",
    ingestWindows: () => "at once",
    runs: () => "at once",
    olderImports: () => "at once",
    sourceViews: () => "long",
    latestViews: () => "at once",
    viewsPerMinute: () => "at once",
  };
const NAMES = Object.keys(WAYS) as QuestionName[];

function wayOf(name: QuestionName, options: readonly unknown[]): Way {
  return (WAYS[name] as (...options: readonly unknown[]) => Way)(...options);
}

/** A commit that came in between: what was asked of the one before is not to be had any more. */
class CommitGoneError extends Error {
  override readonly name = "CommitGoneError";
}

/**
 * The queries over what `here` gives. Without readers the asking thread answers everything; until the first reader is
 * started, it answers all but what is sure to take long.
 */
export function answerLater(here: () => SqliteQueries, readers: ReaderPool | null): StoreQueries {
  /** Questions under way by what is asked of which commit: many who ask the same wait for one answer. */
  const underWay = new Map<string, Promise<Stamped>>();
  const ask = (name: QuestionName, options: readonly unknown[]): Promise<Stamped> => {
    const way = wayOf(name, options);
    if (readers === null || way === "at once" || (way === "short" && !readers.isStarted)) {
      return Promise.try(() => here().stamped(name, options));
    }
    const key = `${here().seq()} ${name} ${JSON.stringify(options)}`, found = underWay.get(key);
    if (found !== undefined) return found;
    const answer = readers.ask(name, options, way === "long").finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };
  return {
    ...questionsOf(async (name, options) => (await ask(name, options)).answer),
    seq: () => Promise.try(() => here().seq()),
    snapshot: async (work) => {
      const tried = await trySnapshot(work, { seq: here().seq(), ask });
      if (tried.kind === "done") return tried.done;
      using held = await hold(here, readers, tried.isLong);
      return await work({ seq: held.seq, ...questionsOf((...asked) => held.ask(...asked)) });
    },
    rows: () => here().rows(),
    history: () => new HistoryReader(here().path),
  };
}

/** Questions go their ways, as long as no commit comes in between. */
async function trySnapshot<Done>(
  work: (at: StoreSnapshot) => Promise<Done>,
  { seq, ask }: {
    readonly seq: number;
    readonly ask: (name: QuestionName, options: readonly unknown[]) => Promise<Stamped>;
  },
): Promise<
  | { readonly kind: "done"; readonly done: Done }
  | { readonly kind: "gone"; readonly isLong: boolean }
> {
  let isGone = false, isLong = false;
  const questions = questionsOf(async (name, options) => {
    isLong ||= wayOf(name, options) === "long";
    if (!isGone) {
      const told = await ask(name, options);
      if (told.seq === seq) return told.answer;
      isGone = true;
    }
    throw new CommitGoneError("Asked again");
  });
  try {
    const done = await work({ seq, ...questions });
    if (!isGone) return { kind: "done", done };
  } catch (error) {
    if (!isGone) throw error;
  }
  return { kind: "gone", isLong };
}

interface HeldCommit extends Disposable {
  readonly seq: number;
  ask(name: QuestionName, options: readonly unknown[]): Promise<unknown>;
}

async function hold(
  here: () => SqliteQueries,
  readers: ReaderPool | null,
  isLong: boolean,
): Promise<HeldCommit> {
  if (readers !== null) return await readers.hold(isLong);
  const queries = here(), { seq, release } = queries.hold();
  return {
    seq,
    ask: (name, options) => Promise.try(() => queries.stamped(name, options).answer),
    [Symbol.dispose]: release,
  };
}

function questionsOf(
  ask: (name: QuestionName, options: readonly unknown[]) => Promise<unknown>,
): StoreQuestions {
  const asked = NAMES.map((name) => [name, (...options: readonly unknown[]) => ask(name, options)]);
  return Object.fromEntries(asked) as unknown as StoreQuestions;
}
