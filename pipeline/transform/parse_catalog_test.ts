// Tests of reading the text of a catalog.

import assert from "node:assert/strict";
import { UsageError } from "../../domain/errors.ts";
import { parseCatalog } from "./parse_catalog.ts";

function assertRefused(text: string, message: string): void {
  assert.throws(() => parseCatalog(text, "shows.csv"), (error) => {
    assert.ok(error instanceof UsageError);
    assert.equal(error.message, `Cannot read the catalog shows.csv, ${message}`);
    return true;
  });
}

Deno.test("parseCatalog() reads columns in any order, quotes, a byte order mark and CRLF", () => {
  const text =
    '\uFEFFgenre,Runtime Minutes,note,show_name,episode\r\n"Sci-Fi, dark",50,x, Dark ,\r\n' +
    '\r\n,12.5,,"A ""B""\nC",Pilot';
  assert.deepEqual(parseCatalog(text, "shows.csv"), [
    { showName: "Dark", episode: null, runtimeMinutes: 50, genre: "Sci-Fi, dark" },
    { showName: 'A "B"\nC', episode: "Pilot", runtimeMinutes: 12.5, genre: null },
  ]);
});

Deno.test("parseCatalog() reads other separators, decimal commas and line ends, as CSV of views", () => {
  const dark = { showName: "Dark, 2", episode: null, runtimeMinutes: 50.5, genre: null };
  for (const separator of [";", "\t"]) {
    for (const end of ["\n", "\r\n", "\r"]) {
      const row = `Dark, 2${separator}50,5`, header = `show_name${separator}runtime_minutes`;
      assert.deepEqual(parseCatalog(`${header}${end}${row}`, "shows.csv"), [dark]);
      const declared = `sep=${separator}${end}${header}${end}${row}${end}`;
      assert.deepEqual(parseCatalog(declared, "shows.csv"), [dark]);
    }
  }
  assertRefused(
    "show_name;runtime_minutes\rDark;50,5\rOzark;60.5",
    'line 2, as runtime_minutes must be a number above 0 and at most 100000: current value is "50,5"',
  );
});

Deno.test("parseCatalog() takes the same line twice for one", () => {
  const text = "show_name,runtime_minutes\nDark,50\nDark,50.0\n";
  assert.equal(parseCatalog(text, "shows.csv").length, 1);
  assert.deepEqual(parseCatalog("show_name,runtime_minutes\n", "shows.csv"), []);
});

Deno.test("parseCatalog() refuses lines that contradict each other", () => {
  assertRefused(
    "show_name,runtime_minutes\nDark,50\n\nDark,51\n",
    'line 4, as the runtime of "Dark" must be as line 2 has it, 50: current value is "51"',
  );
  assertRefused(
    "show_name,runtime_minutes,genre,episode\nDark,50,Drama,E1\nDark,50,Crime,E1\n",
    'line 3, as the genre of "Dark, E1" must be as line 2 has it, "Drama": current value is "Crime"',
  );
});

Deno.test("parseCatalog() refuses a runtime that is none, with its line", () => {
  for (const value of ["", "0", "-5", "abc", "NaN", "100001", "1e999", "50 min"]) {
    assertRefused(
      `show_name,runtime_minutes\n"Two\nlines",100000\nDark,${value}\n`,
      `line 4, as runtime_minutes must be a number above 0 and at most 100000: current value is "${value}"`,
    );
  }
});

Deno.test("parseCatalog() refuses rows that do not fit, and quotes that stay open", () => {
  assertRefused(
    "show_name,runtime_minutes\nDark\n",
    `line 2, as its cells must be 2, like the header's: current value is "1"`,
  );
  assertRefused(
    "show_name,runtime_minutes\n ,50\n",
    'line 2, as show_name must not be empty: current value is " ,50"',
  );
  assertRefused(
    'show_name,runtime_minutes\n"Dark,50\n',
    'line 2, as its quotes must be closed: current value is "\\"Dark,50\\n"',
  );
});

Deno.test("parseCatalog() refuses a header without the two columns, and names the nearest", () => {
  assertRefused(
    "show_name,runtime_minute\n",
    "line 1, as its header must name the column runtime_minutes (is runtime_minute meant?): " +
      'current value is "show_name,runtime_minute"',
  );
  assertRefused(
    "show_name,runtime_minutes,show_name\n",
    'line 1, as it must name show_name once: current value is "show_name,runtime_minutes,show_name"',
  );
  assertRefused("\n", "as it is empty: its first line must be show_name,runtime_minutes");
});
