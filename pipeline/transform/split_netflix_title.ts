// Tells a show and its episode apart in a Netflix title, which is one text in the profile's language.

/** Words that name a season when a number and nothing else follows. */
const SEASON_WORDS = [
  ...["season", "series", "part", "volume", "vol", "vol.", "chapter", "book", "collection"],
  ...["temporada", "parte", "capítulo", "capitulo", "livro", "libro", "coleção", "colección"],
  ...["saison", "partie", "chapitre", "livre", "tome", "staffel", "teil", "kapitel", "buch"],
  ...["stagione", "capitolo", "ciclo", "seizoen", "deel", "säsong", "sesong", "sæson", "kausi"],
  ...["cycle", "sezon", "część", "シーズン", "시즌"],
];

/** Names of a show's only season. */
const ONLY_SEASON_NAMES = [
  ...["limited series", "miniseries", "mini-series", "minissérie", "miniserie", "mini-serie"],
  ...["minisérie", "mini-série", "série limitada", "serie limitada", "série limitée"],
];

const EPISODE_WORDS = [
  ...["episode", "episódio", "episodio", "épisode", "folge", "aflevering", "avsnitt", "afsnit"],
];

const SEASON = new RegExp(
  `^(?:(?:${anyOf(SEASON_WORDS)})\\s+\\d+|${anyOf(ONLY_SEASON_NAMES)})$`,
  "iu",
);
/** An episode number with or without brackets, as words of their own. */
const EPISODE_AT_END = new RegExp(`(?:^|[\\s(])(?:${anyOf(EPISODE_WORDS)})\\s+\\d+\\)?$`, "iu");

/** The two halves of a title; `episode` is null for a film. */
interface NetflixTitle {
  readonly showName: string;
  readonly episode: string | null;
}

/**
 * Splits a title at its `: `. The show is what stands before the first part that as a whole names a
 * season, and the episode is that part and all after it. The first part is never a season, as a show
 * must stand before one. With no season but an episode number at the end the show is the first part.
 * Anything else is a film, so a season within a longer part does not split it.
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
  const parts = title.split(": ");
  const season = parts.findIndex((part, index) => index > 0 && SEASON.test(comparable(part)));
  if (season > 0) return splitAt(parts, season);
  const isNumbered = parts.length > 1 && EPISODE_AT_END.test(comparable(title));
  return isNumbered ? splitAt(parts, 1) : { showName: title, episode: null };
}

function splitAt(parts: readonly string[], first: number): NetflixTitle {
  return { showName: parts.slice(0, first).join(": "), episode: parts.slice(first).join(": ") };
}

/** Accents may come as letters of their own; only the composed form compares equal to the words. */
function comparable(text: string): string {
  return text.trim().normalize("NFC");
}

function anyOf(words: readonly string[]): string {
  return words.join("|").replaceAll(".", "\\.");
}
