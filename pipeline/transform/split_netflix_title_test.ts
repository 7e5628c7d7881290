// Tests of telling show and episode apart. The titles follow Netflix's forms; none is from an export.

import assert from "node:assert/strict";
import { splitNetflixTitle } from "./split_netflix_title.ts";

function assertSplit(title: string, showName: string, episode: string | null): void {
  assert.deepEqual(splitNetflixTitle(title), { showName, episode }, title);
}

Deno.test("splitNetflixTitle() splits before the first part that names a season", () => {
  assertSplit(
    "Lupin: Part 3: Chapter 4 (Episode 4)",
    "Lupin",
    "Part 3: Chapter 4 (Episode 4)",
  );
  assertSplit(
    "Resident Evil: A Série: Temporada 1: Bem-vindos",
    "Resident Evil: A Série",
    "Temporada 1: Bem-vindos",
  );
  assertSplit("Tales: LIMITED SERIES: One", "Tales", "LIMITED SERIES: One");
  assertSplit("Tales: Season 12", "Tales", "Season 12");
});

Deno.test("splitNetflixTitle() knows seasons in many languages, however accents are written", () => {
  const seasons = [
    ...["Season 1", "Series 2", "Part 3", "Volume 4", "Vol. 5", "Chapter 6", "Book 7"],
    ...["Temporada 1", "Parte 2", "Capítulo 3", "Livro 4", "Libro 5", "Coleção 6", "Minissérie"],
    ...[
      "Saison 1",
      "Partie 2",
      "Série limitée",
      "Staffel 3",
      "Teil 4",
      "Stagione 5",
      "Miniserie",
      "シーズン 2",
    ],
    ...["Collection 1", "season 1", "TEMPORADA 10", " Season 2 ", "CAPÍTULO 3".normalize("NFD")],
  ];
  for (const season of seasons) {
    assertSplit(`Show: Sub: ${season}: Name`, "Show: Sub", `${season}: Name`);
  }
});

Deno.test("splitNetflixTitle() takes the first part before an episode number at the end", () => {
  assertSplit("Anime: Arc: Name (Episode 48)", "Anime", "Arc: Name (Episode 48)");
  assertSplit("Novela: Episódio 347", "Novela", "Episódio 347");
  assertSplit("Novela: (Episódio 3)", "Novela", "(Episódio 3)");
  assertSplit("Krimi: Folge 3", "Krimi", "Folge 3");
  assertSplit("Rue: Épisode 12 ", "Rue", "Épisode 12 ");
  assertSplit("Show: Chapter 4 (Episode 4)", "Show", "Chapter 4 (Episode 4)");
});

Deno.test("splitNetflixTitle() takes a film whole, though its name sounds like a season", () => {
  for (
    const film of [
      "Rebel Moon — Part One: A Child of Fire",
      "Rebel Moon - Part 1: A Child of Fire",
      "Fear: 1994 – Part 1",
      "Film: Part One",
      "Film: Season",
      "Film: Season 1 Recap",
      "Film: Resumo da Temporada 1: Name",
      "Film: Limited Series 2",
      "Film:Season 1",
      "Film: The Episode",
      "Film: Subepisode 4",
      "Film: Episode 4 Making Of",
      "Episode 71",
      "Name (Episode 48)",
      "Film",
      "",
    ]
  ) assertSplit(film, film, null);
});

Deno.test("splitNetflixTitle() needs a show before the season", () => {
  assertSplit("Season 3: Not a Show", "Season 3: Not a Show", null);
  assertSplit("Volume 4: Season 1: Name", "Volume 4", "Season 1: Name");
});
