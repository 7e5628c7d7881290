// Netflix exports that a careless reader gets wrong.

import fc from "fast-check";
import { damaged } from "./damaged.ts";

const PARTS = [
  "Lupin",
  "Part 3",
  "part 12",
  "Part One",
  "Temporada 1",
  "Season 2 ",
  "LIMITED SERIES",
]
  .concat(["Minissérie", "Volume 4", "Chapter 2", "Book 1", "Parte 1", "A Série", "Episode 71", ""])
  .concat([
    "Name (Episode 48)",
    "Episódio 347",
    "Episodes",
    "Season",
    "Season 1 Recap",
    " ",
  ])
  .concat([
    ...[
      "1. Sezon",
      "2. évad",
      "シーズン1",
      "第2期",
      "Księga 2",
      "Mini Dizi",
      "MİNİ DİZİ",
      "Season 3B",
    ],
    ...["Kapitel 2", "Lupin 3", "Finał (Odcinek 8)", "5. Bölüm (Bölüm 5)", "第 4 話", "الموسم ١"],
    ...["Capítulo ocho", "Chapter 8 (Chapter 8)", "Temporada 2".normalize("NFD")],
    "\u{1F600}",
  ]);
const DURATIONS = ["00:30:00", "0:05:00", "00:06:15", "1:00:01", "24:00:00", "00:00:01", "00:02:00"]
  .concat([
    "00:00:00",
    "24:00:01",
    "00:60:00",
    "00:00:60",
    "1:2:3",
    "30",
    "",
    "-0:01:00",
    "00:30:00.5",
  ])
  .concat([" 00:30:00 ", "100:00:00", "000:30:00", "12:30:00 AM", "1:30:00 p. m.", "0.30.00"]);
const STARTS = ["2024-01-01 10:00:00", "2024-01-01 10:30:00", "2024-01-01 11:00:01", "2024-01-01"]
  .concat(["2024-01-01T10:15:00Z", "2024-02-30 10:00:00", "2024-06-01 12:05:01", ""]);
const ATTRIBUTES = [
  "",
  "",
  "Autoplayed: user action: None; ",
  "Autoplayed: user action: User_Interaction; ",
]
  .concat(["View was hidden; ", "View was hidden; Autoplayed: user action: None; "]);

/** How the file was saved: as Netflix sent it, or by a spreadsheet, whose dates one row makes certain. */
const SAVED = [
  { separator: ",", starts: STARTS, certain: "" },
  {
    separator: ",",
    starts: ["1/2/2024 10:00", "01/02/2024 10:30 AM", "1/31/24 23:00", "2/30/2024", "13/13/2024"]
      .concat(STARTS),
    certain: "12/28/2023 13:02",
  },
  {
    separator: ";",
    starts: ["1.2.2024 10:00", "01.02.24 10:30", "31. 1. 2024 23:00", "30.2.2024", "1/2/2024"]
      .concat("31-01-2024 23:00:30"),
    certain: "28/12/2023 13:02",
  },
];

/** A Netflix export with titles of all forms; users and shows are its own. */
export const adversarialNetflix: fc.Arbitrary<Uint8Array> = fc.constantFrom(SAVED[0]!, ...SAVED)
  .chain((saved) =>
    fc.record({
      names: fc.constantFrom(
        ["Start Time", "Duration"],
        ["Start Time (UTC)", "Duration (H:MM:SS)"],
      ),
      rows: fc.array(netflixRow(saved), { maxLength: 30, size: "max" }),
      lineEnd: fc.constantFrom("\n", "\r\n"),
      damage: damaged,
    }).map(({ names: [start, duration], rows, lineEnd, damage }) => {
      const names = ["Profile Name", start, duration, "Attributes", "Title"].concat(
        ...["Supplemental Video Type", "Device Type", "Bookmark", "Latest Bookmark", "Country"],
      );
      const header = names.join(saved.separator) + lineEnd;
      const last = ["p1", saved.certain, "0:30:00", "", "Lupin", "", "TV", "", "", "PT"];
      const all = saved.certain === "" ? rows : [...rows, last.join(saved.separator)];
      const bytes = new TextEncoder().encode(header + all.map((row) => row + lineEnd).join(""));
      // A date that makes the others certain may not be damaged.
      return saved.certain === "" ? damage(bytes, header.length) : bytes;
    })
  );

function netflixRow({ separator, starts }: typeof SAVED[number]): fc.Arbitrary<string> {
  return fc.record({
    profile: fc.constantFrom("p1", "p1", "p2", " p1 ", ""),
    start: fc.constantFrom(...starts),
    duration: fc.constantFrom(...DURATIONS),
    attributes: fc.constantFrom(...ATTRIBUTES),
    title: fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 4 }),
    glue: fc.constantFrom(": ", ": ", ": ", ":", ":  ", " — "),
    supplemental: fc.constantFrom("", "", "", "TRAILER", " "),
    device: fc.constantFrom("TV", "Phone, old"),
  }).map((row) => {
    const { profile, start, duration, attributes, title, glue, supplemental, device } = row;
    const cells = [profile, start, duration, attributes, title.join(glue), supplemental, device];
    return [...cells, "00:00:16", "00:00:16", "PT"].map((cell) =>
      cell.includes(separator) ? `"${cell}"` : cell
    ).join(separator);
  });
}
