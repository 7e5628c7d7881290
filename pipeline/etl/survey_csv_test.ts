// Tests of looking through a CSV before it is read.

import assert from "node:assert/strict";
import { describeInput } from "./describe_input.ts";

const HEADER = "user_id;show_name;watch_duration_minutes;watch_date";

async function decimalMark(rows: readonly string[], header = HEADER): Promise<string> {
  const dataPath = await Deno.makeTempFile();
  try {
    const bytes = new TextEncoder().encode([header, ...rows].join("\n"));
    await Deno.writeFile(dataPath, bytes);
    const { layout } = describeInput({
      ...{ path: "in", dataPath, dataBytes: bytes.length, format: "csv" },
    });
    return "form" in layout ? layout.form.decimalMark : "";
  } finally {
    await Deno.remove(dataPath);
  }
}

Deno.test("findDecimalMark() takes a comma when a duration has one and none has a point", async () => {
  const row = (minutes: string) => `u;Mr. B, 2;${minutes};2024-01-01`;
  assert.equal(await decimalMark([row("30,5"), row("12")]), ",");
  assert.equal(await decimalMark([row("30"), row("12")]), ".");
  assert.equal(await decimalMark([row("30,5"), row("12.5")]), ".");
  assert.equal(await decimalMark([row("30,5"), 'u;"x"y;1.5;z', "a;b;1.5", row("12")]), ",");
  // A comma at the border of two pieces that are looked at, with a digit on one side.
  for (const minutes of [",5", "30,"]) {
    for (const border of [-2, -1, 0, 1]) {
      const [before, after] = ["u;", ";5;2024-01-01"], place = "u;s;".length + minutes.indexOf(",");
      const title = (1 << 20) + border - place - before.length - after.length - "\n".length;
      const rows = [before + "x".repeat(title) + after, `u;s;${minutes};2024-01-01`];
      assert.equal(await decimalMark(rows), ",");
    }
  }
  // The one with a point stands far behind what is looked at first.
  const many = Array.from({ length: 60_000 }, () => row("30,5"));
  assert.equal(await decimalMark([...many, row("1.5")]), ".");
  assert.equal(await decimalMark(many), ",");
});

Deno.test("findDecimalMark() leaves a comma between cells what it is", async () => {
  assert.equal(await decimalMark(['u,s,"30,5",2024-01-01'], HEADER.replaceAll(";", ",")), ".");
});

const NETFLIX = "Profile Name,Start Time,Duration,Title";

async function localDates(dates: readonly string[], header = NETFLIX) {
  const dataPath = await Deno.makeTempFile();
  try {
    const mark = /[,;\t]/.exec(header)![0];
    const rows = dates.map((date) => ["p", date, "0:45:00", '"a: b"'].join(mark));
    const bytes = new TextEncoder().encode([header, ...rows].join("\r\n"));
    await Deno.writeFile(dataPath, bytes);
    const { layout } = describeInput({
      ...{ path: "in.csv", dataPath, dataBytes: bytes.length, format: "csv" },
    });
    return layout.kind === "netflix" ? layout.localDates : null;
  } finally {
    await Deno.remove(dataPath);
  }
}

Deno.test("describeInput() finds in which order a spreadsheet wrote an export's dates", async () => {
  const unsure = Array.from({ length: 30_000 }, () => "01/02/2022 13:02");
  assert.deepEqual(await localDates([...unsure, "12/28/2021 13:02"]), { order: "month" });
  assert.deepEqual(await localDates([...unsure, "28/12/2021 13:02"]), { order: "day" });
  assert.deepEqual(await localDates(["1.2.22 13:02"], NETFLIX.replaceAll(",", ";")), {
    order: null,
  });
  assert.deepEqual(await localDates(["13/2/2022"], NETFLIX.replaceAll(",", "\t")), {
    order: "day",
  });
  assert.equal(await localDates(["2022-02-01 13:02:00"]), undefined);
  assert.equal(await localDates([]), undefined);
});

Deno.test("describeInput() refuses an export whose dates nobody can be sure of in one line", async () => {
  await assert.rejects(localDates(["01/02/2022 13:02", "03/02/2022 13:02"]), {
    name: "InputError",
    message: "Cannot read in.csv as its dates look as a spreadsheet writes them, and none has a " +
      'day over 12 to tell day and month apart ("01/02/2022 13:02"): use ViewingActivity.csv as ' +
      "Netflix sent it, or write dates as YYYY-MM-DD HH:MM:SS",
  });
  await assert.rejects(localDates(["12/28/2021", "28/12/2021"]), /some with the day first/);
});
