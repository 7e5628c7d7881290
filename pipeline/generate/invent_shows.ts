// Invents the catalog: what each show is, how long it runs and how popular it is on each day.

import { nameShows } from "./name_shows.ts";
import { Sfc32 } from "./sfc32.ts";
import { shuffle } from "./shuffle.ts";
import { WeightedDraw } from "./weighted_draw.ts";

/** One show of the generated catalog. */
export interface Show {
  readonly name: string;
  /** BCP 47 code of the language of the name, and of the show. */
  readonly language: string;
  readonly genre: string;
  /** Length of the film, or of an episode. */
  readonly runtimeMinutes: number;
  /** 1 for a film. */
  readonly episodes: number;
  readonly episodesPerSeason: number;
  /** Day of the period on which the show came out; negative when it was there before. */
  readonly releaseDay: number;
  /** Lasting popularity, relative to the other shows: Zipf–Mandelbrot over a random ranking. */
  readonly popularity: number;
  /** Probability that a view of this show is watched to the end, before the viewer's own habits. */
  readonly grip: number;
}

/** Genres with their weight, their share of films, and runtimes in minutes of episodes and films. */
const GENRES: readonly (readonly [
  genre: string,
  weight: number,
  films: number,
  episode: readonly [number, number],
  film: readonly [number, number],
])[] = [
  ["Drama", 20, 0.3, [41, 62], [98, 148]],
  ["Comedy", 17, 0.25, [21, 33], [86, 118]],
  ["Crime", 14, 0.2, [42, 61], [95, 139]],
  ["Thriller", 10, 0.45, [39, 58], [92, 131]],
  ["Documentary", 9, 0.4, [28, 58], [71, 109]],
  ["Animation", 8, 0.25, [11, 25], [79, 108]],
  ["Kids", 6, 0.15, [7, 24], [70, 94]],
  ["Science Fiction", 6, 0.35, [43, 63], [99, 156]],
  ["Reality", 6, 0, [38, 57], [80, 90]],
  ["Romance", 5, 0.5, [38, 68], [89, 124]],
  ["Horror", 4, 0.6, [35, 55], [84, 114]],
];

/** The genres that shows can have. */
export const GENRE_NAMES: readonly string[] = GENRES.map(([genre]) => genre);

/** One show in this many comes out within the period; the others were there before it. */
const OLD_SHOWS_PER_NEW = 5;

/** `count` shows for a period of `days`, the same for the same seed. */
export function inventShows(count: number, days: number, seed: number): Show[] {
  const chance = new Sfc32(seed, 1);
  const names = nameShows(count, chance);
  const ranks = Uint32Array.from({ length: count }, (_, rank) => rank);
  shuffle(ranks, chance);
  const genres = new WeightedDraw(GENRES.map(([, weight]) => weight));
  return names.map((name, i) => {
    const [genre, , films, episode, film] = GENRES[genres.draw(chance)]!;
    const isFilm = chance.chance(films);
    const [shortest, longest] = isFilm ? film : episode;
    const perSeason = 6 + chance.below(7);
    // The first show of any catalog is an old one, so that there is something to watch on every day.
    const isNew = i % OLD_SHOWS_PER_NEW === OLD_SHOWS_PER_NEW - 1;
    return {
      ...name,
      genre,
      runtimeMinutes: shortest + chance.below(longest - shortest + 1),
      episodes: isFilm ? 1 : perSeason * (1 + chance.below(5)),
      episodesPerSeason: perSeason,
      releaseDay: isNew ? chance.below(days) : -30 - chance.below(3000),
      // Subtitles keep some people away.
      popularity: (name.language === "en" ? 1 : 0.5) / (ranks[i]! + 3.5),
      grip: chance.between(0.62, 0.9),
    };
  });
}

/**
 * How much a show is sought on a day: nothing before its release, a rush for the first days that
 * fades within weeks, then its lasting popularity.
 */
export function demandOn(day: number, show: Show): number {
  const ageDays = day - show.releaseDay;
  if (ageDays < 0) return 0;
  const weeks = ageDays / 9;
  return show.popularity * (0.6 + 7 / (1 + weeks * weeks));
}
