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
      "Tales: Season 12",
      "John Wick: Kapitel 2",
      "John Wick: Chapter 2",
      "John Wick: Bölüm 2",
      "Kill Bill : volume 1",
      "Kill Bill: Vol. 1",
      "Harry Potter e as Relíquias da Morte: Parte 2",
      "Harry Potter ve Ölüm Yadigârları: 2. Bölüm",
      "Film: Season 3: ",
      "Toy Story: Toy Story 2",
      "Madagascar: Escape 2 Africa: The Film",
      "Iron Man 3: Part Two: A Film",
      "Film: Capítulo ocho: Name",
      "Film: Book III: Name",
      "Film: Seasons 3: Name",
      "Film: Reason 3: Name",
      "Film: Season 1-2: Name",
      "Film: Season3: Name",
      ": Season 3: Name",
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

Deno.test("splitNetflixTitle() reads the exports of every language that profiles have", () => {
  for (const parts of Object.values(SEASON_AND_EPISODE)) {
    assertSplit(`Show: Sub: ${parts}`, "Show: Sub", parts);
    const episode = parts.slice(parts.indexOf(": ") + 2);
    if (!/[)）]$/.test(episode)) continue;
    assertSplit(`Show: Sub: ${episode}`, "Show", `Sub: ${episode}`);
  }
});

/** A season and an episode as exports of the language write them. */
const SEASON_AND_EPISODE = {
  arabic: "الموسم 1: البداية (الحلقة 4)",
  "arabic with marks of direction": "\u200fالموسم \u202b1\u202c: البداية (الحلقة ٤)",
  basque: "1. denboraldia: Hasiera (4. atala)",
  bulgarian: "Сезон 1: Начало (Епизод 4)",
  catalan: "Temporada 1: Inici (Episodi 4)",
  chinese: "第 1 季: 开始 (第 4 集)",
  "chinese without spaces": "第1季: 開始（第4集）",
  croatian: "1. sezona: Početak (4. epizoda)",
  czech: "1. řada: Začátek (4. epizoda)",
  danish: "Sæson 1: Begyndelsen (Afsnit 4)",
  dutch: "Seizoen 1: Het begin (Aflevering 4)",
  english: "Season 1: Pilot (Episode 4)",
  filipino: "Season 1: Simula (Episode 4)",
  finnish: "Kausi 1: Alku (Jakso 4)",
  french: "Saison 1 : Pilote (Épisode 4)",
  galician: "Temporada 1: Comezo (Episodio 4)",
  german: "Staffel 1: Anfang (Folge 4)",
  greek: "Σεζόν 1: Η αρχή (Επεισόδιο 4)",
  "greek in capitals": "ΚΎΚΛΟΣ 1: Η αρχή (ΕΠΕΙΣΌΔΙΟ 4)",
  hebrew: "עונה 1: ההתחלה (פרק 4)",
  hindi: "सीज़न 1: शुरुआत (एपिसोड 4)",
  hungarian: "2. évad: A kezdet (4. epizód)",
  "hungarian with parts": "2. évad: A kezdet (4. rész)",
  indonesian: "Musim 1: Awal (Episode 4)",
  italian: "Stagione 1: Inizio (Episodio 4)",
  japanese: "シーズン1: もっと強引に (第4話)",
  "japanese with a full-width number": "シーズン１: もっと強引に（エピソード４）",
  "japanese by term": "第2期: もっと強引に",
  korean: "시즌 1: 시작 (4화)",
  "korean by part": "제2부: 시작 (제4회)",
  malay: "Musim 1: Permulaan (Episod 4)",
  norwegian: "Sesong 1: Begynnelsen (Episode 4)",
  polish: "Sezon 1: Początek (Odcinek 8)",
  "polish by book": "Księga 2: Początek (Odcinek 8)",
  portuguese: "Temporada 1: Começo (Episódio 4)",
  romanian: "Sezonul 1: Începutul (Episodul 4)",
  russian: "Сезон 1: Начало (Серия 4)",
  "russian with an ordinal": "1-й сезон: Начало (4-я серия)",
  slovak: "1. séria: Začiatok (4. epizóda)",
  spanish: "Temporada 1: Comienzo (Episodio 4)",
  "spanish with chapters": "Temporada 1: Comienzo (Capítulo 8)",
  swedish: "Säsong 1: Början (Avsnitt 4)",
  thai: "ซีซั่น 1: เริ่มต้น (ตอนที่ 4)",
  turkish: "1. Sezon: 5. Bölüm (Bölüm 5)",
  "turkish in capitals": "1. KISIM: BAŞLANGIÇ (BÖLÜM 5)",
  ukrainian: "Сезон 1: Початок (Серія 4)",
  vietnamese: "Mùa 1: Khởi đầu (Tập 4)",
  "half a season": "Season 3B: Lost Souls (Episode 11)",
  "half a season in turkish": "3B. Sezon: Kayıp Ruhlar (Bölüm 11)",
  "limited series in turkish": "Mini Dizi: Yalancı Çoban (Bölüm 1)",
  "limited series in turkish capitals": "MİNİ DİZİ: Yalancı Çoban (Bölüm 1)",
  "limited series in polish": "Miniserial: Finał (Odcinek 8)",
  "limited series in korean": "리미티드 시리즈: 시작 (1화)",
  "limited series in chinese": "限定劇集: 開始 (第 1 集)",
  "limited series in hebrew": "מיני-סדרה: ההתחלה (פרק 1)",
  "limited series in czech": "Minisérie: Začátek (1. díl)",
} as const;

Deno.test("splitNetflixTitle() takes the show's own name with a number for a season", () => {
  assertSplit(
    "Stranger Things: Stranger Things 3: Capítulo ocho: La batalla (Capítulo 8)",
    "Stranger Things",
    "Stranger Things 3: Capítulo ocho: La batalla (Capítulo 8)",
  );
  assertSplit(
    "Stranger Things: Stranger Things 4: 1. Bölüm: Hellfire",
    "Stranger Things",
    "Stranger Things 4: 1. Bölüm: Hellfire",
  );
  assertSplit("怪奇物語: 怪奇物語3: 第1章: 始", "怪奇物語", "怪奇物語3: 第1章: 始");
  assertSplit("Show: Other Show 3: Name", "Show: Other Show 3: Name", null);
});

Deno.test("splitNetflixTitle() counts chapters as episodes in brackets alone", () => {
  assertSplit(
    "Notatnik: Death Note: Name (Odcinek 21)",
    "Notatnik",
    "Death Note: Name (Odcinek 21)",
  );
  assertSplit("Show: Name (Capítulo 8)", "Show", "Name (Capítulo 8)");
  assertSplit("Show: Capítulo 8", "Show: Capítulo 8", null);
  assertSplit("Show: 4화", "Show", "4화");
  assertSplit("Show: 第 4 話", "Show", "第 4 話");
});

Deno.test("splitNetflixTitle() reads full-width colons where a title has no other", () => {
  assertSplit("進撃：シーズン1：始", "進撃", "シーズン1：始");
  assertSplit("進撃：完結編: シーズン1: 始", "進撃：完結編", "シーズン1: 始");
  assertSplit("銀魂：THE FINAL", "銀魂：THE FINAL", null);
});
