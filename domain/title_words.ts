// The words by which a Netflix title tells season and episode, in the languages that profiles have.

/** What one language calls them, each list separated by commas; every word stands beside a number. */
interface LanguageWords {
  /** Season, part, volume, chapter, book …: `Season 3`, `3. Sezon`. */
  readonly seasons: string;
  /** Names of a show's only season, which have no number. */
  readonly onlySeasons: string;
  /** Words that number an episode wherever they end a title: `Episode 4`, `(Episode 4)`. */
  readonly episodes: string;
  /** Words that do so in brackets alone, as films are numbered with them too: `John Wick: Chapter 2`. */
  readonly bracketed?: string;
  /** Counters written onto the number, with or without 第 or 제 before it: `第2期`, `1부`. */
  readonly seasonCounters?: string;
  readonly episodeCounters?: string;
}

/** By language. A word needs to stand here once, whichever languages share it. */
const LANGUAGES: Readonly<Record<string, LanguageWords>> = {
  arabic: {
    seasons: "الموسم, موسم, الجزء, جزء, المجلد, مجلد, الفصل, فصل, الكتاب, كتاب, المجموعة, مجموعة",
    onlySeasons: "مسلسل قصير, مسلسل محدود, مسلسل محدود الحلقات, سلسلة محدودة, حلقات محدودة",
    episodes: "الحلقة, حلقة",
    bracketed: "الفصل",
  },
  basque: {
    seasons: "denboraldia, zatia, atala, liburukia, liburua, kapitulua, bilduma",
    onlySeasons: "miniseriea, mini-seriea, minisaila, serie mugatua",
    episodes: "episodioa, pasartea",
    bracketed: "atala, kapitulua",
  },
  bulgarian: {
    seasons: "сезон, част, том, глава, книга, колекция",
    onlySeasons: "минисериал, мини-сериал, минипоредица, лимитирана поредица, ограничена поредица",
    episodes: "епизод",
    bracketed: "глава",
  },
  catalan: {
    seasons: "temporada, part, volum, capítol, llibre, col·lecció",
    onlySeasons: "minisèrie, mini-sèrie, sèrie limitada",
    episodes: "episodi",
    bracketed: "capítol",
  },
  chinese: {
    seasons: "",
    onlySeasons:
      "限定剧, 限定剧集, 限定系列, 迷你剧, 迷你剧集, 迷你系列, 限定劇集, 限定影集, 迷你劇, " +
      "迷你劇集, 迷你影集",
    episodes: "",
    seasonCounters: "季, 部, 部分, 期, 卷, 章, 辑, 輯, 册, 冊, 篇",
    episodeCounters: "集, 话, 話, 回",
  },
  croatian: {
    seasons: "sezona, dio, svezak, poglavlje, knjiga, kolekcija, zbirka",
    onlySeasons: "miniserija, mini-serija, mini serija, ograničena serija, limitirana serija",
    episodes: "epizoda",
    bracketed: "poglavlje",
  },
  czech: {
    seasons: "řada, série, sezóna, sezona, část, díl, svazek, kapitola, kniha, kolekce",
    onlySeasons: "minisérie, mini-série, mini série, limitovaná série",
    episodes: "epizoda",
    bracketed: "díl, kapitola",
  },
  danish: {
    seasons: "sæson, del, bind, kapitel, bog, samling",
    onlySeasons: "miniserie, mini-serie, begrænset serie",
    episodes: "afsnit, episode",
    bracketed: "kapitel",
  },
  dutch: {
    seasons: "seizoen, deel, volume, hoofdstuk, boek, reeks, collectie",
    onlySeasons: "miniserie, mini-serie, gelimiteerde serie, beperkte serie",
    episodes: "aflevering",
    bracketed: "hoofdstuk",
  },
  english: {
    seasons: "season, series, part, volume, vol, vol., chapter, book, collection, cycle",
    onlySeasons: "limited series, miniseries, mini-series, mini series",
    episodes: "episode, ep, ep.",
    bracketed: "chapter",
  },
  filipino: {
    seasons: "season, bahagi, kabanata, aklat, libro, tomo, koleksyon",
    onlySeasons: "limitadong serye, miniserye, mini-serye",
    episodes: "episode, episodyo",
    bracketed: "kabanata",
  },
  finnish: {
    seasons: "kausi, tuotantokausi, osa, luku, kirja, nide, kokoelma",
    onlySeasons: "minisarja, mini-sarja, rajoitettu sarja",
    episodes: "jakso",
    bracketed: "luku, osa",
  },
  french: {
    seasons: "saison, partie, volume, chapitre, livre, tome, recueil, collection, série, cycle",
    onlySeasons: "mini-série, minisérie, mini série, série limitée",
    episodes: "épisode, episode",
    bracketed: "chapitre",
  },
  galician: {
    seasons: "temporada, tempada, parte, volume, capítulo, libro, colección",
    onlySeasons: "miniserie, serie limitada",
    episodes: "episodio",
    bracketed: "capítulo",
  },
  german: {
    seasons: "staffel, teil, band, volume, kapitel, buch, sammlung, kollektion",
    onlySeasons: "miniserie, mini-serie, limitierte serie",
    episodes: "folge, episode",
    bracketed: "kapitel",
  },
  greek: {
    seasons: "σεζόν, σαιζόν, κύκλος, μέρος, τόμος, κεφάλαιο, βιβλίο, συλλογή",
    onlySeasons: "μίνι σειρά, μίνι-σειρά, περιορισμένη σειρά, σειρά περιορισμένων επεισοδίων",
    episodes: "επεισόδιο",
    bracketed: "κεφάλαιο",
  },
  hebrew: {
    seasons: "עונה, חלק, כרך, פרק, ספר, אוסף",
    onlySeasons: "מיני-סדרה, מיני סדרה, מיניסדרה, מיני־סדרה, סדרה מוגבלת",
    episodes: "אפיזודה",
    bracketed: "פרק",
  },
  hindi: {
    seasons: "सीज़न, सीजन, भाग, पार्ट, वॉल्यूम, खंड, अध्याय, चैप्टर, पुस्तक, किताब, कलेक्शन",
    onlySeasons: "लिमिटेड सीरीज़, लिमिटेड सीरीज, मिनी सीरीज़, मिनी-सीरीज़, मिनीसीरीज़, सीमित सीरीज़",
    episodes: "एपिसोड, कड़ी",
    bracketed: "अध्याय, चैप्टर",
  },
  hungarian: {
    seasons: "évad, rész, kötet, fejezet, könyv, gyűjtemény, sorozat",
    onlySeasons: "minisorozat, mini-sorozat, limitált sorozat",
    episodes: "epizód",
    bracketed: "rész, fejezet",
  },
  indonesian: {
    seasons: "musim, season, bagian, volume, jilid, bab, buku, koleksi",
    onlySeasons: "serial terbatas, seri terbatas, miniseri, mini seri, serial mini",
    episodes: "episode",
    bracketed: "bab",
  },
  italian: {
    seasons: "stagione, parte, volume, capitolo, libro, raccolta, collezione, ciclo, serie",
    onlySeasons: "miniserie, mini-serie, mini serie, serie limitata",
    episodes: "episodio, puntata",
    bracketed: "capitolo",
  },
  japanese: {
    seasons: "シーズン, パート, シリーズ, ボリューム, チャプター, ブック, コレクション",
    onlySeasons: "リミテッドシリーズ, リミテッド・シリーズ, ミニシリーズ, ミニ・シリーズ",
    episodes: "エピソード",
    seasonCounters: "期, シーズン, シリーズ, 部, 章, 巻, クール, 編, 集",
    episodeCounters: "話, 回",
  },
  korean: {
    seasons: "시즌, 파트, 볼륨, 챕터, 시리즈, 컬렉션",
    onlySeasons: "리미티드 시리즈, 미니시리즈, 미니 시리즈, 한정 시리즈",
    episodes: "에피소드",
    seasonCounters: "기, 부, 권, 장, 시즌",
    episodeCounters: "화, 회",
  },
  malay: {
    seasons: "musim, bahagian, jilid, bab, buku, koleksi, siri",
    onlySeasons: "siri terhad, siri mini, mini siri, minisiri",
    episodes: "episod",
    bracketed: "bab",
  },
  norwegian: {
    seasons: "sesong, del, bind, kapittel, bok, samling",
    onlySeasons: "miniserie, mini-serie, begrenset serie",
    episodes: "episode",
    bracketed: "kapittel",
  },
  polish: {
    seasons: "sezon, część, tom, rozdział, księga, seria, kolekcja",
    onlySeasons: "miniserial, mini-serial, mini serial, miniseria, serial limitowany",
    episodes: "odcinek",
    bracketed: "rozdział",
  },
  portuguese: {
    seasons: "temporada, parte, volume, capítulo, capitulo, livro, coleção, série",
    onlySeasons: "minissérie, minisérie, mini-série, mini série, série limitada",
    episodes: "episódio",
    bracketed: "capítulo, capitulo",
  },
  romanian: {
    seasons: "sezonul, sezon, partea, volumul, capitolul, cartea, colecția, colecţia",
    onlySeasons: "miniserie, mini-serie, serie limitată",
    episodes: "episodul, episod",
    bracketed: "capitolul",
  },
  russian: {
    seasons: "сезон, часть, том, глава, книга, коллекция",
    onlySeasons: "мини-сериал, минисериал, мини сериал, лимитированный сериал, ограниченный сериал",
    episodes: "серия, эпизод, выпуск",
    bracketed: "глава",
  },
  serbian: {
    seasons: "sezona, deo, tom, сезона, део, том, поглавље, књига",
    onlySeasons: "мини-серија, мини серија, минисерија",
    episodes: "epizoda, епизода",
    bracketed: "поглавље",
  },
  slovak: {
    seasons: "séria, sezóna, časť, zväzok, kapitola, kniha, kolekcia",
    onlySeasons: "miniséria, mini-séria, limitovaná séria",
    episodes: "epizóda",
    bracketed: "diel, kapitola",
  },
  slovenian: {
    seasons: "sezona, del, zvezek, poglavje, knjiga, zbirka",
    onlySeasons: "miniserija, mini serija, omejena serija",
    episodes: "epizoda",
    bracketed: "poglavje",
  },
  spanish: {
    seasons: "temporada, parte, volumen, capítulo, capitulo, libro, tomo, colección, coleccion",
    onlySeasons: "miniserie, mini-serie, mini serie, serie limitada",
    episodes: "episodio",
    bracketed: "capítulo, capitulo",
  },
  swedish: {
    seasons: "säsong, del, volym, kapitel, bok, samling",
    onlySeasons: "miniserie, mini-serie, begränsad serie",
    episodes: "avsnitt",
    bracketed: "kapitel",
  },
  thai: {
    seasons: "ซีซั่น, ซีซัน, ซีซั่นที่, ซีซันที่, ภาค, ภาคที่, พาร์ท, ปี, ปีที่, เล่ม, เล่มที่, บท, บทที่, ชุดที่",
    onlySeasons: "มินิซีรีส์, ลิมิเต็ดซีรีส์, ลิมิเต็ด ซีรีส์, ซีรีส์จำกัดตอน, ซีรีส์สั้น",
    episodes: "ตอนที่",
    bracketed: "ตอน, บทที่",
  },
  turkish: {
    seasons: "sezon, kısım, bölüm, cilt, kitap, parça, koleksiyon",
    onlySeasons: "mini dizi, mini-dizi, minidizi, sınırlı dizi",
    episodes: "",
    bracketed: "bölüm",
  },
  ukrainian: {
    seasons: "сезон, частина, том, розділ, книга, колекція",
    onlySeasons: "мінісеріал, міні-серіал, міні серіал, обмежений серіал, лімітований серіал",
    episodes: "серія, епізод, випуск",
    bracketed: "розділ",
  },
  vietnamese: {
    seasons: "mùa, phần, quyển, chương, cuốn, tuyển tập, bộ sưu tập",
    onlySeasons: "phim ngắn tập, loạt phim ngắn tập, loạt phim ngắn, loạt phim giới hạn, " +
      "phim bộ giới hạn, sê-ri giới hạn",
    episodes: "",
    bracketed: "tập, chương",
  },
};

/** The words of all languages together, as they are written: a profile's titles mix languages. */
export const TITLE_WORDS = {
  seasons: ofAll(({ seasons }) => seasons),
  onlySeasons: ofAll(({ onlySeasons }) => onlySeasons),
  episodes: ofAll(({ episodes }) => episodes),
  bracketedEpisodes: ofAll(({ bracketed }) => bracketed),
  seasonCounters: ofAll(({ seasonCounters }) => seasonCounters),
  episodeCounters: ofAll(({ episodeCounters }) => episodeCounters),
} as const;

function ofAll(listOf: (words: LanguageWords) => string | undefined): readonly string[] {
  const words = Object.values(LANGUAGES).flatMap((language) =>
    (listOf(language) ?? "").split(", ")
  );
  return [...new Set(words)].filter((word) => word !== "");
}
