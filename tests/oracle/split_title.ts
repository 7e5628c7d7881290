// Splits a Netflix title into show and episode: one long expression for a season, one for an episode.

import { TITLE_WORDS } from "../../domain/title_words.ts";

const UNSPACED = "(?<=[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}" +
  "\\p{Script=Thai}ー.])";
const NUMBER = "\\p{Nd}+";
const ORDINAL = "(?:[.ªº°]|-?[а-яіїєґ]{1,2}|ος|st|nd|rd|th|er|e|ère|ème|:[ae])?";

const SEASON = new RegExp(
  `^(?:${oneOf(TITLE_WORDS.onlySeasons)}` +
    `|${oneOf(TITLE_WORDS.seasons)}(?: |${UNSPACED})${NUMBER}[a-z]?` +
    `|${NUMBER}[a-z]?${ORDINAL} ${oneOf(TITLE_WORDS.seasons)}` +
    `|(?:[第제] ?)?${NUMBER} ?${oneOf(TITLE_WORDS.seasonCounters)})$`,
  "u",
);
const EPISODE = episodeForm(TITLE_WORDS.episodes);
const BRACKETED_EPISODE = episodeForm([...TITLE_WORDS.episodes, ...TITLE_WORDS.bracketedEpisodes]);

/** The show, and the episode or "" for a film. */
export function splitTitle(title: string): { readonly showName: string; readonly episode: string } {
  const colon = title.includes(": ") ? ": " : "：";
  const parts = title.split(colon);
  const hasText = (some: readonly string[]) => some.some((part) => plain(part) !== "");
  const isBetween = (index: number) =>
    hasText(parts.slice(0, index)) && hasText(parts.slice(index + 1));
  const season = parts.findIndex((part, index) =>
    isBetween(index) &&
    (SEASON.test(plain(part)) || isShowWithNumber(plain(part), parts.slice(0, index)))
  );
  const afterShow = parts.findIndex((part) => plain(part) !== "") + 1;
  const first = season > 0 ? season : endsInEpisode(plain(title)) ? afterShow : parts.length;
  if (!hasText(parts.slice(first))) return { showName: title, episode: "" };
  return {
    showName: parts.slice(0, first).join(colon),
    episode: parts.slice(first).join(colon),
  };
}

function isShowWithNumber(part: string, showParts: readonly string[]): boolean {
  const showName = showParts.map(plain).join(": ");
  if (showName === "" || !part.startsWith(showName)) return false;
  const isJoined = new RegExp(`${UNSPACED}$`, "u").test(showName);
  return new RegExp(`^${isJoined ? " ?" : " "}${NUMBER}[a-z]?$`, "u")
    .test(part.slice(showName.length)) && !/\p{Nd}/u.test(showName);
}

function endsInEpisode(title: string): boolean {
  if (!/[)）]$/.test(title)) return new RegExp(`(?:^| )${EPISODE}$`, "u").test(title);
  return new RegExp(`[(（] ?${BRACKETED_EPISODE} ?[)）]$`, "u").test(title);
}

function episodeForm(words: readonly string[]): string {
  return `(?:${oneOf(words)}(?: |${UNSPACED})${NUMBER}[a-z]?` +
    `|${NUMBER}[a-z]?${ORDINAL} ${oneOf(words)}` +
    `|(?:[第제] ?)?${NUMBER} ?${oneOf(TITLE_WORDS.episodeCounters)})`;
}

/** Composed, in lower case without Turkish dots, spaces single, no marks of direction. */
function plain(text: string): string {
  const composed = text.normalize("NFC").split("İ").join("i").split("ı").join("i").toLowerCase();
  const shown = [...composed].filter((letter) => !/\p{Bidi_Control}/u.test(letter)).join("");
  return shown.split(/\s+/).filter((word) => word !== "").join(" ");
}

function oneOf(words: readonly string[]): string {
  return `(?:${words.map((word) => plain(word).replaceAll(".", "\\.")).join("|")})`;
}
