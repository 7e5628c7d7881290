"""Compares files that the explorer saved with those it read: python check_saved.py FOLDER

For each `N.parquet` with an `N.saved.parquet`: every column that is not nested has the same type and values.
Prints one line for each difference.
"""
import pathlib, sys
import pyarrow as pa, pyarrow.parquet as pq

PLAIN = {pa.large_string(): pa.string(), pa.large_binary(): pa.binary()}


def plain_type(kind):
    if pa.types.is_decimal(kind):  # the number of bytes that a writer takes is its own choice
        return pa.decimal256(kind.precision, kind.scale)
    return PLAIN.get(kind, kind)


def values(column):
    """As text: NaN equals itself there. Times as whole numbers: Python's have fewer years and digits."""
    if pa.types.is_temporal(column.type):
        column = column.cast(pa.int64() if column.type.bit_width == 64 else pa.int32())
    return repr(column.to_pylist())


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.saved.parquet")):
    try:
        before = pq.ParquetFile(path.with_name(path.name.replace(".saved", ""))).read()
    except pa.ArrowInvalid:  # pyarrow cannot read all that it writes: some nested columns of no values at all
        continue
    after = pq.ParquetFile(path).read()
    if before.num_rows != after.num_rows or before.num_columns != after.num_columns:
        print(path.name, "rows or columns", before.shape, after.shape)
        continue
    for at in range(before.num_columns):
        old, new = before.column(at), after.column(at)
        if pa.types.is_nested(old.type):
            continue
        if plain_type(old.type) != plain_type(new.type):
            print(path.name, before.field(at), "became", after.field(at))
        elif values(old) != values(new):
            print(path.name, before.field(at), "has other values")
