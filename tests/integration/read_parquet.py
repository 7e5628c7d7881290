"""Reads Parquet files as one program does: python read_parquet.py READER USER FILE...

READER is the name of a function below. Prints its version and, for each file, a SHA-256 of every column's
values and how many rows of USER a filter finds: {"version", "files": [{"columns": {name: hex}, "rows_of_user"}]}.
A column is hashed as a byte for each row (0 for null, 1 otherwise) and then its values that are not null:
texts joined by NUL, anything else (instants as milliseconds, booleans as 0 or 1) as doubles.
A column that only the name of a hive folder has is left out.
"""
import array, hashlib, json, sys

INSTANTS = ("watch_date", "processed_at", "sitting_start")


def pyarrow(path, user):
    import pyarrow, pyarrow.parquet
    table = pyarrow.parquet.read_table(path)
    columns = {}
    for name in table.column_names:
        column = table[name]
        if name in INSTANTS:
            assert column.type == pyarrow.timestamp("ms", tz="UTC"), column.type
            column = column.cast(pyarrow.int64())
        columns[name] = column.to_pylist()
    of_user = pyarrow.parquet.read_table(path, filters=[("user_id", "==", user)]).num_rows
    return pyarrow.__version__, columns, of_user


def duckdb(path, user):
    import duckdb
    con = duckdb.connect()
    types = {name: kind for name, kind, *_ in con.execute("describe from read_parquet(?)", [path]).fetchall()}
    assert all(types[name] == "TIMESTAMP WITH TIME ZONE" for name in INSTANTS), types
    names = ", ".join(f"epoch_ms({name})" if name in INSTANTS else name for name in types)
    rows = con.execute(f"select {names} from read_parquet(?)", [path]).fetchall()
    columns = {name: [row[i] for row in rows] for i, name in enumerate(types)}
    (of_user,) = con.execute("select count(*) from read_parquet(?) where user_id = ?", [path, user]).fetchone()
    return duckdb.__version__, columns, of_user


def polars(path, user):
    import polars
    frame = polars.read_parquet(path)
    for name in INSTANTS:
        assert frame.schema[name] == polars.Datetime("ms", "UTC"), frame.schema[name]
    frame = frame.with_columns(polars.col(name).dt.epoch("ms") for name in INSTANTS)
    of_user = polars.scan_parquet(path).filter(polars.col("user_id") == user).select(polars.len()).collect().item()
    return polars.__version__, {name: frame[name].to_list() for name in frame.columns}, of_user


def pandas(path, user):
    import pandas
    of_user = len(pandas.read_parquet(path, filters=[("user_id", "==", user)]))
    return pandas.__version__, columns_of(pandas.read_parquet(path)), of_user


def fastparquet(path, user):
    import fastparquet
    file = fastparquet.ParquetFile(path)
    of_user = len(file.to_pandas(filters=[("user_id", "==", user)], row_filter=True)) if file.row_groups else 0
    return fastparquet.__version__, columns_of(file.to_pandas(), is_naive=True), of_user


def pyspark(path, user):
    import pyspark
    from pyspark.sql import SparkSession, functions
    settings = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
                "spark.sql.session.timeZone": "UTC", "spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false",
                # One part a file, so that rows keep their order.
                "spark.sql.files.minPartitionNum": "1", "spark.sql.files.maxPartitionBytes": "1g"}
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    read = None
    for is_vectorized in ("true", "false"):
        spark.conf.set("spark.sql.parquet.enableVectorizedReader", is_vectorized)
        frame = spark.read.parquet(path)
        types = dict(frame.dtypes)
        assert all(types[name] == "timestamp" for name in INSTANTS), types
        of_user = frame.filter(frame.user_id == user).count()
        values = [functions.unix_millis(name).alias(name) if name in INSTANTS else functions.col(name) for name in frame.columns]
        rows = frame.select(*values).collect()
        columns = {name: [row[i] for row in rows] for i, name in enumerate(frame.columns)}
        assert read is None or read == (columns, of_user), "both of Spark's readers must read the same"
        read = columns, of_user
    return (pyspark.__version__, *read)


def columns_of(frame, is_naive=False):
    """The columns of a pandas frame; what it takes for missing is null."""
    columns = {}
    for name in frame.columns:
        column = frame[name]
        if name in INSTANTS:
            # fastparquet does not look whether instants are UTC: it gives them without a zone.
            assert column.dt.tz is None if is_naive else str(column.dt.tz) == "UTC", column.dtype
            assert not column.isna().any()
            column = column.dt.tz_localize(None).astype("datetime64[ms]").astype("int64")
        columns[name] = [None if missing else value for value, missing in zip(column.tolist(), column.isna())]
    return columns


def digest(values):
    sha = hashlib.sha256(bytes(value is not None for value in values))
    present = [value for value in values if value is not None]
    is_text = bool(present) and isinstance(present[0], str)
    sha.update("\0".join(present).encode() if is_text else array.array("d", present).tobytes())
    return sha.hexdigest()


reader, user, paths = globals()[sys.argv[1]], sys.argv[2], sys.argv[3:]
version, files = None, []
for path in paths:
    version, columns, of_user = reader(path, user)
    found = {name: digest(values) for name, values in columns.items() if f"/{name}=" not in path}
    files.append({"columns": found, "rows_of_user": of_user})
print(json.dumps({"version": version, "files": files}))
