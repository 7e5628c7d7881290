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
  .concat([" 00:30:00 ", "100:00:00", "000:30:00"]);
const STARTS = ["2024-01-01 10:00:00", "2024-01-01 10:30:00", "2024-01-01 11:00:01", "2024-01-01"]
  .concat(["2024-01-01T10:15:00Z", "2024-02-30 10:00:00", "2024-06-01 12:05:01", ""]);
const ATTRIBUTES = [
  "",
  "",
  "Autoplayed: user action: None; ",
  "Autoplayed: user action: User_Interaction; ",
]
  .concat(["View was hidden; ", "View was hidden; Autoplayed: user action: None; "]);

/** A Netflix export with titles of all forms; users and shows are its own. */
export const adversarialNetflix: fc.Arbitrary<Uint8Array> = fc.record({
  names: fc.constantFrom(["Start Time", "Duration"], ["Start Time (UTC)", "Duration (H:MM:SS)"]),
  rows: fc.array(netflixRow(), { maxLength: 30, size: "max" }),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  damage: damaged,
}).map(({ names: [start, duration], rows, lineEnd, damage }) => {
  const header = `Profile Name,${start},${duration},Attributes,Title,Supplemental Video Type,` +
    `Device Type,Bookmark,Latest Bookmark,Country${lineEnd}`;
  const text = header + rows.map((row) => row + lineEnd).join("");
  return damage(new TextEncoder().encode(text), header.length);
});

function netflixRow(): fc.Arbitrary<string> {
  return fc.record({
    profile: fc.constantFrom("p1", "p1", "p2", " p1 ", ""),
    start: fc.constantFrom(...STARTS),
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
      cell.includes(",") ? `"${cell}"` : cell
    ).join(",");
  });
}
