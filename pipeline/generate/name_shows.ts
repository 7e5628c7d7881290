// Names the shows of a generated catalog: believable, distinct, in several languages.

import type { Sfc32 } from "./sfc32.ts";
import { ENGLISH, TITLE_LANGUAGES } from "./title_words.ts";
import { WeightedDraw } from "./weighted_draw.ts";

/** A name and the BCP 47 code of its language. */
export interface ShowName {
  readonly name: string;
  readonly language: string;
}

/** Words by part of speech, drawn anew at each use. */
type Draw = (part: keyof typeof ENGLISH) => string;

/** English patterns with their weights. The last four hold a comma or a quote, so CSV must quote them. */
const PATTERNS: readonly (readonly [weight: number, title: (draw: Draw) => string])[] = [
  [22, (draw) => `The ${draw("adjective")} ${draw("noun")}`],
  [12, (draw) => `${draw("adjective")} ${draw("noun")}`],
  [13, (draw) => `${draw("place")} ${draw("noun")}`],
  [4, (draw) => `The ${draw("noun")}`],
  [11, (draw) => `The ${draw("noun")} of ${draw("place")}`],
  [3, (draw) => `${draw("name")} & ${draw("name")}`],
  [7, (draw) => `${draw("name")}'s ${draw("noun")}`],
  [3, (draw) => draw("place")],
  [13, (draw) => `${draw("adjective")} ${draw("noun")}: ${draw("place")}`],
  [4, (draw) => `The ${draw("adjective")} ${draw("noun")} of ${draw("place")}`],
  [3, (draw) => `${draw("noun")}, ${draw("noun")} & ${draw("noun")}`],
  [2, (draw) => `Goodbye, ${draw("place")}`],
  [1, (draw) => `The "${draw("adjective")}" ${draw("noun")}`],
  [1, (draw) => `"${draw("noun")}", She Said`],
];

/** How often a name is English, then each of {@link TITLE_LANGUAGES}. */
const LANGUAGE_WEIGHTS = [79, 5, 4, 3, 3, 1.5, 1.5, 1.2, 1.2, 0.6];

/** `count` different names, the same for the same `chance`. */
export function nameShows(count: number, chance: Sfc32): ShowName[] {
  const languages = new WeightedDraw(LANGUAGE_WEIGHTS);
  const patterns = new WeightedDraw(PATTERNS.map(([weight]) => weight));
  const taken = new Set<string>();
  const names: ShowName[] = [];
  while (names.length < count) {
    const language = TITLE_LANGUAGES[languages.draw(chance) - 1];
    const name = language === undefined
      ? PATTERNS[patterns.draw(chance)]![1]((part) => pick(ENGLISH[part], chance))
      : `${pick(language.heads, chance)}${language.joint}${pick(language.tails, chance)}`;
    const unused = firstUnused(name, taken);
    taken.add(unused);
    names.push({ name: unused, language: language?.code ?? "en" });
  }
  return names;
}

function pick(words: readonly string[], chance: Sfc32): string {
  return words[chance.below(words.length)]!;
}

/** A name that is taken becomes a sequel, as happens to real shows. */
function firstUnused(name: string, taken: ReadonlySet<string>): string {
  let unused = name;
  for (let sequel = 2; taken.has(unused); sequel++) unused = `${name} ${sequel}`;
  return unused;
}
