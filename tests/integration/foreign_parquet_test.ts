// Random tables that pyarrow wrote are read, filtered, sorted and saved by the explorer's engine without losing
// anything. pyarrow is found in bench/.venv (`deno task bench:env`), or where PLAYHEAD_PYTHON says.

import assert from "node:assert/strict";
import { join } from "node:path";
import { VENV_PYTHON } from "../../bench/paths.ts";
import { openBlob } from "../../client/parquet/file/byte_source.ts";
import { cellText } from "../../client/parquet/values/cell.ts";
import type { Operator } from "../../client/parquet/questions/condition.ts";
import { ParquetTable } from "../../client/parquet/file/parquet_table.ts";
import { selectRows } from "../../client/parquet/questions/select_rows.ts";
import { type Pace, readCells, type Selection } from "../../client/parquet/questions/selection.ts";
import { sortRows } from "../../client/parquet/questions/answer_question.ts";
import { writeRows } from "../../client/parquet/export/write_rows.ts";

const PYTHON = Deno.env.get("PLAYHEAD_PYTHON") ?? VENV_PYTHON;
const SCRIPTS = join(import.meta.dirname!, "../parquet");
const TABLES = Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 25);
/** Conditions that are tried on each column. */
const TRIED = 4;

const pace: Pace = { signal: new AbortController().signal, onProgress: () => {} };
const hasPyarrow = await run(["-c", "import pyarrow"]) !== null;
// In CI a missing pyarrow is a failure: the test runs, and says so.
const ignore = !hasPyarrow && Deno.env.get("CI") !== "true";
if (ignore) console.warn(`Tables of others are not read: ${PYTHON} has no pyarrow`);

/** Standard output; null when the program is missing or fails, which it has then said itself. */
async function run(args: readonly string[]): Promise<string | null> {
  try {
    const command = new Deno.Command(PYTHON, { args: [...args], stderr: "inherit" });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

interface Expected {
  readonly columns: readonly {
    readonly name: string;
    readonly kind: string;
    readonly cells: readonly (string | null)[];
  }[];
  readonly how: unknown;
}

Deno.test({
  name: "random tables of pyarrow are read, filtered, sorted and saved to the last digit",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const seed = Number(
      Deno.env.get("PLAYHEAD_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0],
    );
    try {
      const wrote = await run([join(SCRIPTS, "write_tables.py"), folder, `${seed}`, `${TABLES}`]);
      assert.notEqual(wrote, null, `write_tables.py failed with seed ${seed}`);
      for (let number = 0; number < TABLES; number++) {
        const table = await open(join(folder, `${number}.parquet`));
        const expected: Expected = JSON.parse(
          await Deno.readTextFile(join(folder, `${number}.json`)),
        );
        const told = `table ${number} of seed ${seed} (PLAYHEAD_SEED), ${
          JSON.stringify(expected.how)
        }`;
        await checkTable(table, expected, told);
        const saved = await writeRows(table, all(table), { format: "parquet", pace });
        await Deno.writeFile(join(folder, `${number}.saved.parquet`), await saved.bytes());
      }
      const differences = await run([join(SCRIPTS, "check_saved.py"), folder]);
      assert.equal(differences, "", `saved tables differ, seed ${seed} (PLAYHEAD_SEED)`);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function open(path: string): Promise<ParquetTable> {
  return await ParquetTable.open(openBlob(new Blob([await Deno.readFile(path)])));
}

function all({ shape }: ParquetTable): Selection {
  return { rows: null, count: shape.rows, groupsRead: 0, groupsSkipped: 0 };
}

async function checkTable(table: ParquetTable, expected: Expected, told: string): Promise<void> {
  const { columns } = table.shape;
  assert.equal(columns.length, expected.columns.length, told);
  for (const [i, { name, kind }] of columns.entries()) {
    const { cells, kind: written } = expected.columns[i]!, where = `${name} (${written}), ${told}`;
    assert.ok(name.startsWith(expected.columns[i]!.name), where);
    await checkBeginning(table, { name, kind, cells, where });
    const places = Array.from(cells, (_, row) => row);
    const [values] = await readCells(table, places, [name]);
    const shown = values!.map((value) => value === null ? null : cellText(value));
    const isNested = table.stored(name).isFlat === false;
    for (const [row, cell] of cells.entries()) {
      const same = isNested && cell !== null && shown[row] !== null
        ? sameJson(shown[row]!, cell)
        : shown[row] === cell;
      if (!same) assert.deepEqual(shown[row], cell, `row ${row} of ${where}`);
    }
    if (isNested) continue;
    await checkConditions(table, { name, kind, cells, where });
    await checkOrder(table, { name, kind, cells, where });
  }
}

/** Few rows are read without the rest of their row group. */
async function checkBeginning(table: ParquetTable, { name, cells, where }: Checked): Promise<void> {
  const places = [cells.length - 1, 0, 7].filter((row) => row >= 0 && row < cells.length);
  const [values] = await readCells(table, places, [name]);
  for (const [i, row] of places.entries()) {
    const shown = values![i] === null ? null : cellText(values![i]), cell = cells[row]!;
    const isSame = shown === cell || shown !== null && cell !== null && sameJson(shown, cell);
    assert.ok(isSame, `row ${row} alone of ${where}: ${shown}, not ${cell}`);
  }
}

interface Checked {
  readonly name: string;
  readonly kind: string;
  readonly cells: readonly (string | null)[];
  readonly where: string;
}

/** Each value that is shown finds the rows that show it, and those beyond it. */
async function checkConditions(table: ParquetTable, checked: Checked): Promise<void> {
  const { name, kind, cells, where } = checked;
  const there = cells.filter((cell) => cell !== null);
  const find = async (operator: Operator, ...values: string[]) => {
    const { rows } = await selectRows(table, [{ column: name, operator, values }], pace);
    return [...rows!];
  };
  const rowsThat = (fits: (cell: string) => boolean) =>
    cells.flatMap((cell, row) => cell !== null && fits(cell) ? [row] : []);
  assert.deepEqual(
    await find("missing"),
    cells.flatMap((c, row) => c === null ? [row] : []),
    where,
  );
  for (let i = 0; i < Math.min(TRIED, there.length); i++) {
    const asked = there[Math.floor(i * there.length / TRIED)]!, at = `${asked} in ${where}`;
    assert.deepEqual(await find("eq", asked), rowsThat((c) => compare(kind, c, asked) === 0), at);
    if (kind === "boolean" || kind === "other") continue;
    if (kind === "number" && asked === "NaN") continue;
    for (const [operator, fits] of Object.entries(FITS)) {
      const rows = rowsThat((cell) => fits(compare(kind, cell, asked)));
      assert.deepEqual(await find(operator as Operator, asked), rows, `${operator} ${at}`);
    }
  }
}

const FITS: Partial<Record<Operator, (comparison: number) => boolean>> = {
  gt: (comparison) => comparison > 0,
  gte: (comparison) => comparison >= 0,
  lt: (comparison) => comparison < 0,
  lte: (comparison) => comparison <= 0,
};

async function checkOrder(
  table: ParquetTable,
  { name, kind, cells, where }: Checked,
): Promise<void> {
  if (kind === "boolean" || kind === "other") return;
  const { rows } = await sortRows(table, all(table), { column: name, isDescending: false, pace });
  const sorted = [...rows!].map((row) => cells[row]!).filter((cell) =>
    cell !== null && cell !== "NaN"
  );
  for (let i = 1; i < sorted.length; i++) {
    assert.ok(
      compare(kind, sorted[i - 1]!, sorted[i]!) <= 0,
      `${sorted[i - 1]} before ${sorted[i]}: ${where}`,
    );
  }
  assert.equal(new Set(rows).size, cells.length, where);
}

/** Two cells by what they say, slowly. */
function compare(kind: string, a: string, b: string): number {
  if (a === b) return 0;
  if (kind === "number" && (a === "NaN" || b === "NaN")) return NaN;
  const [left, right] = kind === "number"
    ? [numberOf(a), numberOf(b)]
    : kind === "time"
    ? [nanosecondsOf(a), nanosecondsOf(b)]
    : [a, b];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** In units of 10^-400: every double and every decimal here is a whole number of them. */
function numberOf(text: string): bigint | number {
  if (!/\d/.test(text)) return Number(text);
  const [mantissa = "", exponent = "0"] = text.split("e"),
    [whole = "", fraction = ""] = mantissa.split(".");
  const digits = BigInt(whole.replace("-", "") + fraction);
  const scaled = digits * 10n ** BigInt(400 + Number(exponent) - fraction.length);
  return text.startsWith("-") ? -scaled : scaled;
}

function nanosecondsOf(text: string): bigint {
  const [, before, fraction] = /^(.+?)\.(\d+)Z$/.exec(text)!;
  return BigInt(Date.parse(`${before}Z`)) * 1_000_000n + BigInt(fraction!.padEnd(9, "0"));
}

function sameJson(a: string, b: string): boolean {
  try {
    assert.deepEqual(JSON.parse(a), JSON.parse(b));
    return true;
  } catch {
    return false;
  }
}
