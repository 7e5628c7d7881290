// Tests of dates as spreadsheets write them.

import assert from "node:assert/strict";
import { type DateOrder, DateOrderEvidence, localDateMs, orderEvidence } from "./local_date.ts";

const DAY = Date.UTC(2021, 11, 28), AT_13_02 = Date.UTC(2021, 11, 28, 13, 2);

Deno.test("localDateMs() reads what spreadsheets of many countries write", () => {
  const forms: readonly (readonly [string, DateOrder | null, number])[] = [
    ["12/28/2021 13:02", "month", AT_13_02],
    ["28/12/2021 13:02", "day", AT_13_02],
    ["12/28/21 1:02 PM", "month", AT_13_02],
    ["12/28/2021 1:02:00 PM", "month", AT_13_02],
    ["28/12/2021, 01:02 p. m.", "day", AT_13_02],
    ["28-12-2021 13:02", "day", AT_13_02],
    ["28.12.2021 13:02", null, AT_13_02],
    ["28.12.21 13:02:00", null, AT_13_02],
    ["28.12.2021 13.02", null, AT_13_02],
    ["28. 12. 2021 13:02", null, AT_13_02],
    ["28. 12. 2021. 13:02", null, AT_13_02],
    ["2021/12/28 13:02", null, AT_13_02],
    ["2021. 12. 28. 13:02", null, AT_13_02],
    ["2021-12-28 13:2".replace("13:2", "1:02 pm"), null, AT_13_02],
    [" 28/12/2021 ", "day", DAY],
    ["12/28/2021 12:00 AM", "month", DAY],
    ["1/2/2022 0:00", "month", Date.UTC(2022, 0, 2)],
    ["1/2/2022 0:00", "day", Date.UTC(2022, 1, 1)],
    ["18.12.22 15:17", null, Date.UTC(2022, 11, 18, 15, 17)],
    ["18.12.99 15:17", null, Date.UTC(2099, 11, 18, 15, 17)],
  ];
  for (const [text, order, expected] of forms) {
    assert.equal(localDateMs(text, order), expected, text);
  }
});

Deno.test("localDateMs() is NaN for what is no local date, no such day, or of unknown order", () => {
  for (
    const text of [
      ...[
        "",
        "28",
        "28/12",
        "28/12/2021/1",
        "28/12-2021",
        "28.12/2021",
        "2021/12/28/1",
        "28/12/021",
      ],
      ...[
        "12/28/2021",
        "30/02/2021",
        "0/1/2021",
        "28/12/2021 24:00",
        "28/12/2021 13:60",
        "1/1/2021 x",
      ],
      ...["28/12/2021 13:02 PM", "28/12/2021 0:02 AM", "28/12/2021T13:02", "28/12/2021 13:02Z"],
      ...["28/12/2021 13", "28/12/2021 13:2", "28//12/2021", "28/12/2021 13:02:01.5"],
    ]
  ) assert.equal(localDateMs(text, "day"), NaN, text);
  assert.equal(localDateMs("28/12/2021", null), NaN);
});

Deno.test("orderEvidence() tells what one date says of day and month", () => {
  assert.equal(orderEvidence("28/12/2021"), "day");
  assert.equal(orderEvidence("12/28/2021"), "month");
  assert.equal(orderEvidence("12/12/2021"), "either");
  assert.equal(orderEvidence("45/67/2021"), "either");
  assert.equal(orderEvidence("28.12.2021"), "certain");
  assert.equal(orderEvidence("2021/12/28"), "certain");
  assert.equal(orderEvidence("12.28.2021"), "dotted month");
  assert.equal(orderEvidence("2021-12-28"), "certain");
  assert.equal(orderEvidence("soon"), "none");
});

function conclude(dates: readonly string[], usual = 0) {
  const evidence = new DateOrderEvidence();
  for (const date of dates) evidence.add(date, false);
  for (let n = 0; n < usual; n++) evidence.add("2024-01-01", true);
  return evidence.conclude();
}

Deno.test("DateOrderEvidence needs one value over 12 and none that contradicts", () => {
  assert.deepEqual(conclude(["01/02/2022", "12/28/2021", "02/01/2022"]), { order: "month" });
  assert.deepEqual(conclude(["01/02/2022", "28/12/2021"]), { order: "day" });
  assert.deepEqual(conclude(["01.02.2022", "28.12.2021", "?"]), { order: null });
  assert.deepEqual(conclude([]), { order: null });
  const problem = (dates: readonly string[]) => {
    const concluded = conclude(dates);
    return "problem" in concluded ? concluded.problem : "";
  };
  assert.match(problem(["01/02/2022 13:02"]), /as a spreadsheet writes them, and none .*over 12/);
  assert.match(problem(["12/28/2021", "28/12/2021"]), /some with the day first \("28\/12\/2021"\)/);
  assert.match(problem(["12.28.2021"]), /with dots but the month first/);
});

Deno.test("DateOrderEvidence says that other forms of spreadsheets are not read", () => {
  for (
    const date of [
      ...["44558.54", "44558,54", "28-Dec-21 13:02", "28. Dezember 2021", "28 de dic de 2021"],
      ...["Dec 28, 2021 1:02 PM", "2021/12/28 下午 1:02", "2021-12-28 오후 1:02"],
    ]
  ) {
    const concluded = conclude([date]);
    assert.match(
      "problem" in concluded ? concluded.problem : "",
      /writes them \(".*"\): use/,
      date,
    );
    assert.deepEqual(conclude([date], 1), { order: null });
  }
  assert.deepEqual(conclude(["soon", "2021-02-30", "", "1640696520", "2021-12-28 25:00"]), {
    order: null,
  });
});

Deno.test("DateOrderEvidence leaves a few odd dates among usual ones to the rules", () => {
  assert.deepEqual(conclude(["01/02/2022"], 1), { order: null });
  assert.deepEqual(conclude(["12/28/2021", "28/12/2021"], 5), { order: null });
  assert.deepEqual(conclude(["12/28/2021"], 5), { order: "month" });
});
