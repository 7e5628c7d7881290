// A made-up Netflix export whose titles and attributes older rules read otherwise.

const NETFLIX_HEADER =
  "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,Latest Bookmark,Country";
const AUTOPLAYED = "Autoplayed: user action: None; ";

/** The export of a profile, whose views are of one month (`YYYY-MM`). */
export function netflixExport(profile: string, month: string): string {
  const rows = [
    [
      "01 20:00:00",
      "0:24:00",
      "",
      "The End of the F***ing World: 1. Sezon: 5. Bölüm (Bölüm 5)",
      "",
    ],
    [
      "01 20:25:00",
      "0:22:00",
      AUTOPLAYED,
      "The End of the F***ing World: 1. Sezon: 6. Bölüm (Bölüm 6)",
      "",
    ],
    [
      "01 20:48:00",
      "0:23:00",
      AUTOPLAYED,
      "The End of the F***ing World: 1. Sezon: 7. Bölüm (Bölüm 7)",
      "",
    ],
    ["02 21:00:00", "1:41:00", "", "John Wick: Kapitel 2", ""],
    ["03 21:00:00", "0:30:00", "", "Okja", ""],
    ["03 21:35:00", "0:30:00", "", "Okja", ""],
    ["03 22:10:00", "0:30:00", "", "Okja", ""],
    ["04 19:00:00", "0:00:40", AUTOPLAYED, "La Palma: Mini Dizi: Yalancı Çoban (Bölüm 1)", ""],
    ["04 19:01:00", "0:01:10", "", "La Palma: Fragman", "TRAILER"],
    ["04 19:10:00", "0:44:00", "", "Lupin: Part 3: Chapter 4 (Episode 4)", ""],
    ["05 19:10:00", "", "", "Lupin: Part 3: Chapter 5 (Episode 5)", ""],
  ];
  const lines = rows.map(([start, duration, attributes, title, supplemental]) =>
    [
      profile,
      `${month}-${start}`,
      duration,
      attributes,
      title,
      supplemental,
      "Samsung TV",
      "",
      "",
      "TR",
    ]
      .map((cell) => /[,"]/.test(cell!) ? `"${cell}"` : cell).join(",")
  );
  return [NETFLIX_HEADER, ...lines, ""].join("\r\n");
}
