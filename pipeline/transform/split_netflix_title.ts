// Tells a show and its episode apart in a Netflix title, which is one text in the profile's language.

import { TITLE_WORDS } from "../../domain/title_words.ts";

/** The two halves of a title; `episode` is null for a film. */
interface NetflixTitle {
  readonly showName: string;
  readonly episode: string | null;
}

/** What stands beside a number: words with a space between, counters without. */
interface NumberedWords {
  readonly words: ReadonlySet<string>;
  readonly counters: ReadonlySet<string>;
}

/** Text of letters that have one form only, most titles of European languages, in single spaces. */
const PLAIN = /^[\x21-\x7e\xa1-\xac\xae-\xff]+(?: [\x21-\x7e\xa1-\xac\xae-\xff]+)*$/;
/** Whether a text may hold a digit, told quickly: most titles hold none. */
const MAYBE_DIGIT = /[0-9]|[^\0-\xff]/;

const ONLY_SEASONS = folded(TITLE_WORDS.onlySeasons);
const SEASONS: NumberedWords = {
  words: folded(TITLE_WORDS.seasons),
  counters: folded(TITLE_WORDS.seasonCounters),
};
const EPISODES: NumberedWords = {
  words: folded(TITLE_WORDS.episodes),
  counters: folded(TITLE_WORDS.episodeCounters),
};
const BRACKETED_EPISODES: NumberedWords = {
  words: folded([...TITLE_WORDS.episodes, ...TITLE_WORDS.bracketedEpisodes]),
  counters: EPISODES.counters,
};

/** The only number in a text, a letter that belongs to it (`3B`), and what stands around both. */
const NUMBERED = /^(\P{Nd}*)\p{Nd}+([a-z](?=$|[\s.]))?(\P{Nd}*)$/u;
/** Behind an ordinal number: `1. Sezon`, `2ª temporada`, `1-й сезон`, `3rd season`. */
const ORDINAL_MARK = /^(?:[.ªº°]|-?[а-яіїєґ]{1,2}(?=\s)|ος|st|nd|rd|th|er|e|ère|ème|:[ae])?\s+/u;
/** Scripts that put no space between a word and its number. */
const UNSPACED_END = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}ー]$/u;
const BRACKETED_END = /[(（]([^()（）]*)[)）]$/;

/**
 * Splits a title at its `: `. The show is what stands before the first part that as a whole names a
 * season and has a part behind it; the episode is that part and all after it. A season is a word with
 * its number (`Season 3`, `1. Sezon`, `シーズン1`), an only season's name (`Limited Series`), or the
 * show's own name with a number (`Stranger Things 3`). The first part is never a season, as a show
 * must stand before one, and neither is the last, as films end in `Chapter 2`. With no season but an
 * episode number at the end the show is the first part. Anything else is a film.
 *
 * @example
 * ```ts
 * import { splitNetflixTitle } from "./split_netflix_title.ts";
 * const { showName, episode } = splitNetflixTitle("Lupin: Part 3: Chapter 4 (Episode 4)");
 * if (showName !== "Lupin") throw new Error(showName);
 * if (episode !== "Part 3: Chapter 4 (Episode 4)") throw new Error(`${episode}`);
 * ```
 */
export function splitNetflixTitle(title: string): NetflixTitle {
  const separator = title.includes(": ") ? ": " : "：";
  if (!title.includes(separator)) return { showName: title, episode: null };
  const parts = title.split(separator);
  const first = parts.findIndex(isShown), last = parts.findLastIndex(isShown);
  if (first === last) return { showName: title, episode: null };
  let behindShow = first + 1;
  while (behindShow < last && !namesSeason(parts, behindShow)) behindShow++;
  if (behindShow === last) {
    if (!endsInEpisodeNumber(title)) return { showName: title, episode: null };
    behindShow = first + 1;
  }
  let end = (behindShow - 1) * separator.length;
  for (let part = 0; part < behindShow; part++) end += parts[part]!.length;
  return { showName: title.slice(0, end), episode: title.slice(end + separator.length) };
}

function isShown(part: string): boolean {
  return /[^\s\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(part);
}

function namesSeason(parts: readonly string[], at: number): boolean {
  const part = parts[at]!;
  if (isSeason(part)) return true;
  if (!MAYBE_DIGIT.test(part)) return false;
  const word = wordBeforeNumber(comparable(part));
  return word !== null && word === parts.slice(0, at).map(comparable).join(": ");
}

/** Whether parts met before are seasons: an export has a few of them thousands of times. */
const metParts = new Map<string, boolean>();
const MOST_MET_PARTS = 4_096, LONGEST_SEASON_UNITS = 64;

function isSeason(part: string): boolean {
  if (part.length > LONGEST_SEASON_UNITS) return judgeSeason(part);
  let verdict = metParts.get(part);
  if (verdict === undefined) {
    verdict = judgeSeason(part);
    if (metParts.size >= MOST_MET_PARTS) metParts.clear();
    metParts.set(part, verdict);
  }
  return verdict;
}

function judgeSeason(part: string): boolean {
  const name = comparable(part);
  return ONLY_SEASONS.has(name) || isNumbered(name, SEASONS);
}

function endsInEpisodeNumber(title: string): boolean {
  if (!MAYBE_DIGIT.test(title)) return false;
  const name = comparable(title);
  const bracketed = BRACKETED_END.exec(name);
  if (bracketed !== null) return isNumbered(bracketed[1]!.trim(), BRACKETED_EPISODES);
  const words = name.split(" ");
  // `第 4 話` is three words, `Episode 4` two, `4화` one.
  return [1, 2, 3].some((count) => isNumbered(words.slice(-count).join(" "), EPISODES));
}

function isNumbered(text: string, { words, counters }: NumberedWords): boolean {
  const before = wordBeforeNumber(text);
  if (before !== null) return words.has(before);
  const match = NUMBERED.exec(text);
  if (match === null) return false;
  const [, prefix = "", letter = "", suffix = ""] = match;
  if (!/^[第제]? ?$/.test(prefix)) return false;
  if (letter === "" && counters.has(suffix.trim())) return true;
  return prefix === "" && ORDINAL_MARK.test(suffix) && words.has(suffix.replace(ORDINAL_MARK, ""));
}

/** The word of `Season 3` or `シーズン1`; null when the text is not a word and its number. */
function wordBeforeNumber(text: string): string | null {
  const match = NUMBERED.exec(text);
  if (match === null || match[3] !== "" || match[1] === "") return null;
  const word = match[1]!.trimEnd();
  const isApart = word.length < match[1]!.length || word.endsWith(".") || UNSPACED_END.test(word);
  return isApart ? word : null;
}

function folded(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(comparable));
}

/**
 * A text as it compares. Accents may come as letters of their own, Turkish has an i with and one
 * without a dot, and texts written from right to left hold marks that nobody sees.
 */
function comparable(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text.normalize("NFC").replaceAll(/[İı]/g, "i").toLowerCase()
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").replaceAll(/\s+/g, " ").trim();
}
