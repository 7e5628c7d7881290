"""Reads Parquet files by pyarrow, DuckDB and polars: python read_parquet.py USER FILE...

Prints, for each reader and file, a SHA-256 of every column's values and the number of USER's rows as a
pushed-down filter finds them: {reader: [{"columns": {name: hex}, "rows_of_user": n}]}.
A column is hashed as a byte for each row (0 for null, 1 otherwise) and then its values that are not null:
texts joined by NUL, anything else (instants as milliseconds, booleans as 0 or 1) as doubles.
"""
import array, hashlib, json, sys
import duckdb, polars, pyarrow, pyarrow.parquet

user, paths = sys.argv[1], sys.argv[2:]
INSTANTS = ("watch_date", "processed_at", "sitting_start")


def digest(values):
    sha = hashlib.sha256(bytes(value is not None for value in values))
    present = [value for value in values if value is not None]
    is_text = bool(present) and isinstance(present[0], str)
    sha.update("\0".join(present).encode() if is_text else array.array("d", present).tobytes())
    return sha.hexdigest()


def with_pyarrow(path):
    table = pyarrow.parquet.read_table(path)
    columns = {}
    for name in table.column_names:
        column = table[name]
        if name in INSTANTS:
            assert column.type == pyarrow.timestamp("ms", tz="UTC"), column.type
            column = column.cast(pyarrow.int64())
        columns[name] = digest(column.to_pylist())
    return columns, pyarrow.parquet.read_table(path, filters=[("user_id", "==", user)]).num_rows


def with_duckdb(path):
    con = duckdb.connect()
    types = {name: kind for name, kind, *_ in con.execute("describe from read_parquet(?)", [path]).fetchall()}
    assert all(types[name] == "TIMESTAMP WITH TIME ZONE" for name in INSTANTS), types
    names = ", ".join(f"epoch_ms({name})" if name in INSTANTS else name for name in types)
    rows = con.execute(f"select {names} from read_parquet(?)", [path]).fetchall()
    columns = {name: digest([row[i] for row in rows]) for i, name in enumerate(types)}
    return columns, con.execute("select count(*) from read_parquet(?) where user_id = ?", [path, user]).fetchone()[0]


def with_polars(path):
    frame = polars.read_parquet(path)
    for name in INSTANTS:
        assert frame.schema[name] == polars.Datetime("ms", "UTC"), frame.schema[name]
    frame = frame.with_columns(polars.col(name).dt.epoch("ms") for name in INSTANTS)
    of_user = polars.scan_parquet(path).filter(polars.col("user_id") == user).select(polars.len()).collect().item()
    return {name: digest(frame[name].to_list()) for name in frame.columns}, of_user


readers = {"pyarrow": with_pyarrow, "duckdb": with_duckdb, "polars": with_polars}
found = {}
for reader, read in readers.items():
    found[reader] = []
    for path in paths:
        columns, rows_of_user = read(path)
        found[reader].append({"columns": columns, "rows_of_user": rows_of_user})
print(json.dumps(found))
