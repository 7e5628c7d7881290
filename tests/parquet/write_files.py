# Writes the small Parquet files of these tests with pandas, polars, DuckDB and pyarrow, and DuckDB's figures
# about them: `python write_files.py` in an environment with the four (bench/requirements.txt has most).
# `repeated_no_annotation.parquet` and `encrypted_columns.parquet` are those of apache/parquet-testing.
import datetime as dt, decimal, json, pathlib, random

import duckdb, pandas as pd, polars as pl, pyarrow as pa, pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
random.seed(7)
start = dt.datetime(2026, 3, 1)
n = 400
rows = {
    "id": list(range(n)),
    "country": [random.choice(["US", "DE", "Österreich", "日本", None]) for _ in range(n)],
    "minutes": [round(random.expovariate(1 / 30), 2) if i % 17 else None for i in range(n)],
    "at": [start + dt.timedelta(minutes=37 * i, milliseconds=i) for i in range(n)],
    "done": [random.random() < 0.3 if i % 29 else None for i in range(n)],
}
table = pa.table(rows)
pd.DataFrame(rows).to_parquet(here / "pandas.parquet", row_group_size=100)
pl.DataFrame(rows).write_parquet(here / "polars.parquet", row_group_size=128, compression="zstd")
con = duckdb.connect()
con.register("rows", table)
con.sql(f"COPY rows TO '{here}/duckdb.parquet' (FORMAT parquet, CODEC 'gzip', ROW_GROUP_SIZE 2048)")
odd = pa.table({
    "tags": [["a", "b"], [], None, ["c"]],
    "place": [{"city": "Wien", "zip": 1010}, None, {"city": None, "zip": 2}, {"city": "Graz", "zip": 3}],
    "pairs": pa.array([[("k", 1)], [], None, [("l", 2), ("m", 3)]], pa.map_(pa.string(), pa.int32())),
    "price": pa.array([decimal.Decimal("12.34"), None, decimal.Decimal("-0.01"), decimal.Decimal("99.99")],
                      pa.decimal128(9, 2)),
    "day": [dt.date(2026, 1, 2), None, dt.date(1969, 12, 31), dt.date(2030, 6, 7)],
    "large": pa.array([2**62, None, -5, 7], pa.int64()),
    "bytes": pa.array([b"\x00\xff", None, b"", b"abc"], pa.binary()),
    "float": pa.array([1.5, float("nan"), float("inf"), None], pa.float32()),
})
for codec in ["brotli", "lz4", "none"]:
    pq.write_table(odd, here / f"nested_{codec}.parquet", compression=codec)
spark = pa.table({"at": pa.array(rows["at"][:50], pa.timestamp("ns")), "id": rows["id"][:50]})
pq.write_table(spark, here / "int96_v2.parquet", use_deprecated_int96_timestamps=True,
               data_page_version="2.0", compression="snappy")
pq.write_table(pa.Table.from_arrays([pa.array([1, 2]), pa.array(["p", "q"])], names=["x", "x"]), here / "two_names.parquet")

def ask(sql):
    return [list(row) for row in con.sql(sql).fetchall()]

expected = {
    "profile": ask("SELECT count(*) - count(minutes), count(DISTINCT minutes), min(minutes), max(minutes), avg(minutes) FROM rows")[0],
    "top": ask("SELECT country, count(*) n FROM rows WHERE country IS NOT NULL GROUP BY 1 ORDER BY n DESC, country LIMIT 8"),
    "group": ask("SELECT country, done, count(*), sum(minutes), avg(minutes) FROM rows GROUP BY 1, 2"),
    "filtered": [r[0] for r in ask("SELECT id FROM rows WHERE country IN ('US', '日本') AND minutes >= 20 AND \"at\" < '2026-03-08' ORDER BY id")],
    "sorted": [r[0] for r in ask("SELECT id FROM rows ORDER BY minutes DESC NULLS LAST, id")],
}
(here / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
