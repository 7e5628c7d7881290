// Splits a Netflix title into show and episode, by the words that the contract names (and the same words in Portuguese).

const SEASON_WORDS = [
  "season",
  "temporada",
  "part",
  "parte",
  "volume",
  "chapter",
  "book",
  "livro",
  "capítulo",
];
const SEASON_NAMES = ["limited series", "minissérie"];
const EPISODE_WORDS = ["episode", "episódio"];

/** The show, and the episode or "" for a film. */
export function splitTitle(title: string): { readonly showName: string; readonly episode: string } {
  const parts = title.split(": ");
  const season = parts.findIndex((part, index) => index > 0 && namesSeason(part));
  const first = season !== -1 ? season : endsInEpisodeNumber(title) ? 1 : parts.length;
  return {
    showName: parts.slice(0, first).join(": "),
    episode: parts.slice(first).join(": "),
  };
}

function namesSeason(part: string): boolean {
  const name = part.trim().toLowerCase();
  if (SEASON_NAMES.includes(name)) return true;
  const [word = "", number = "", ...more] = name.split(" ");
  return more.length === 0 && SEASON_WORDS.includes(word) && /^[0-9]+$/.test(number);
}

function endsInEpisodeNumber(title: string): boolean {
  const words = title.trim().toLowerCase().replaceAll("(", "").replaceAll(")", "").split(" ");
  return EPISODE_WORDS.includes(words.at(-2) ?? "") && /^[0-9]+$/.test(words.at(-1) ?? "");
}
