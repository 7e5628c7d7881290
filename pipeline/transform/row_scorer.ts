// Derives completion, binge and engagement, once for each kind of row instead of for each row.

import { kernelOver, workArray } from "./columns/column_kernel.ts";
import { completionRate, engagementScore, type Thresholds } from "../../domain/scoring.ts";
import type { CodedNumbers } from "./coded_numbers.ts";
import { PairNumbering } from "./pair_numbering.ts";

/** Counts of episodes are bytes. */
const EPISODE_COUNTS = 256;

/** Runtimes in minutes by show code (NaN: unknown), and those of single episodes. */
export interface Runtimes {
  readonly byShow: Float64Array;
  readonly byEpisode: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

/** What scores depend on, in columns of at least `rows` elements. */
export interface ScorableRows {
  readonly rows: number;
  readonly showCodes: Uint32Array;
  readonly episodeCodes: Uint32Array | null;
  readonly watchMinutes: CodedNumbers;
  readonly episodesInSitting: Uint8Array;
}

/**
 * The kinds of row: rows of one kind have the same show, duration and scores. Columns are by kind and
 * may be longer than `size`; the kinds of a show lie together; NaN stands for null.
 */
export interface RowKinds {
  /** Kind of each row. */
  readonly codes: Uint32Array;
  readonly size: number;
  /** Rows of the kind; at least one. */
  readonly counts: Uint32Array;
  readonly showCodes: Uint32Array;
  readonly watchMinutes: Float64Array;
  readonly completionRates: Float64Array;
  readonly engagementScores: Float64Array;
  readonly isBinge: Uint8Array;
}

/** What has one runtime: a show, or, where episodes have runtimes of their own, an episode of a show. */
interface Subjects {
  /** Subject of each row. */
  readonly codes: Uint32Array;
  readonly runtimeOf: (subject: number) => number;
  readonly showOf: (subject: number) => number;
}

/** Scores rows; it keeps its working memory, so what it returns is valid until its next call. */
export class RowScorer {
  readonly #thresholds: Thresholds;
  /** Counts of episodes that make no difference to any score share a level. */
  readonly #levels: Uint8Array = workArray(Uint8Array, EPISODE_COUNTS);
  /** A count of episodes of each level. */
  readonly #episodesByLevel: number[] = [];
  readonly #subjects = new PairNumbering();
  readonly #kinds = new PairNumbering();
  #subjectCodes: Uint32Array = new Uint32Array(0);
  #seconds: Uint32Array = new Uint32Array(0);
  #codes: Uint32Array = new Uint32Array(0);
  #scores: ScoreColumns = createScoreColumns(0);

  constructor(thresholds: Thresholds) {
    this.#thresholds = thresholds;
    const levels = new Map<string, number>();
    for (let episodes = 0; episodes < EPISODE_COUNTS; episodes++) {
      const effect = `${engagementScore(0, episodes, thresholds)} ${this.#isBinge(episodes)}`;
      let level = levels.get(effect);
      if (level === undefined) {
        levels.set(effect, level = levels.size);
        this.#episodesByLevel.push(episodes);
      }
      this.#levels[episodes] = level;
    }
  }

  /** Finds the kinds of the rows and scores them. */
  score(rows: ScorableRows, runtimes: Runtimes): RowKinds {
    const { codes: durationCodes, values: minutes } = rows.watchMinutes;
    this.#reserve(rows.rows);
    const subjects = this.#findSubjects(rows, runtimes);
    const levelCount = this.#episodesByLevel.length;
    const codes = this.#codes.subarray(0, rows.rows);
    joinLevels(this.#seconds, durationCodes, {
      episodes: rows.episodesInSitting,
      levels: this.#levels,
      levelCount,
      rows: rows.rows,
    });
    this.#kinds.number(subjects.codes, this.#seconds, codes);
    return { codes, ...this.#scoreKinds(minutes, subjects) };
  }

  #scoreKinds(minutes: Float64Array, { runtimeOf, showOf }: Subjects): Omit<RowKinds, "codes"> {
    const { size, counts, firsts, seconds } = this.#kinds;
    const episodesByLevel = this.#episodesByLevel, levelCount = episodesByLevel.length;
    const { showCodes, watchMinutes, completionRates, engagementScores, isBinge } = this.#scores;
    let subject = -1, show = 0, runtime: number | null = null;
    for (let kind = 0; kind < size; kind++) {
      if (firsts[kind] !== subject) {
        subject = firsts[kind];
        show = showOf(subject);
        const known = runtimeOf(subject);
        runtime = known !== known ? null : known;
      }
      const level = seconds[kind] % levelCount, episodes = episodesByLevel[level];
      const watched = minutes[(seconds[kind] - level) / levelCount];
      const completion = completionRate(watched, runtime);
      showCodes[kind] = show;
      watchMinutes[kind] = watched;
      completionRates[kind] = completion ?? NaN;
      engagementScores[kind] = engagementScore(completion, episodes, this.#thresholds) ?? NaN;
      isBinge[kind] = this.#isBinge(episodes) ? 1 : 0;
    }
    return { size, counts, ...this.#scores };
  }

  #isBinge(episodes: number): boolean {
    return episodes >= this.#thresholds.bingeEpisodes;
  }

  #findSubjects({ rows, showCodes, episodeCodes }: ScorableRows, runtimes: Runtimes): Subjects {
    const { byShow, byEpisode } = runtimes;
    if (episodeCodes === null || byEpisode.size === 0) {
      const runtimeOf = (show: number) => byShow[show];
      return { codes: showCodes, runtimeOf, showOf: (show: number) => show };
    }
    const subjects = this.#subjects, subjectCodes = this.#subjectCodes;
    subjects.number(showCodes, episodeCodes, subjectCodes.subarray(0, rows));
    const { firsts: shows, seconds: episodes } = subjects;
    return {
      codes: subjectCodes,
      runtimeOf: (subject: number) =>
        byEpisode.get(shows[subject])?.get(episodes[subject]) ?? byShow[shows[subject]],
      showOf: (subject: number) => shows[subject],
    };
  }

  #reserve(rows: number): void {
    if (this.#codes.length >= rows) return;
    this.#subjectCodes = workArray(Uint32Array, rows);
    this.#seconds = workArray(Uint32Array, rows);
    this.#codes = workArray(Uint32Array, rows);
    // There are at most as many kinds as rows.
    this.#scores = createScoreColumns(rows);
  }
}

/** What is derived of each kind. */
type ScoreColumns = Omit<RowKinds, "codes" | "size" | "counts">;

function createScoreColumns(capacity: number): ScoreColumns {
  return {
    showCodes: workArray(Uint32Array, capacity),
    watchMinutes: workArray(Float64Array, capacity),
    completionRates: workArray(Float64Array, capacity),
    engagementScores: workArray(Float64Array, capacity),
    isBinge: workArray(Uint8Array, capacity),
  };
}

/** Puts duration and level of each row into one number. */
function joinLevels(
  target: Uint32Array,
  durationCodes: Uint32Array,
  { episodes, levels, levelCount, rows }: {
    episodes: Uint8Array;
    levels: Uint8Array;
    levelCount: number;
    rows: number;
  },
): void {
  const kernel = kernelOver(target, durationCodes, episodes, levels);
  if (kernel !== null) {
    const { byteOffset: durationsAt } = durationCodes, { byteOffset: episodesAt } = episodes;
    const { byteOffset: levelsAt } = levels;
    return kernel.joinLevels(
      target.byteOffset,
      durationsAt,
      episodesAt,
      levelsAt,
      levelCount,
      rows,
    );
  }
  for (let i = 0; i < rows; i++) target[i] = durationCodes[i] * levelCount + levels[episodes[i]];
}
