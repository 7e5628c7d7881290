"""Writes Parquet files with pyarrow, and their values as pyarrow reads them: python write_tables.py FOLDER SEED COUNT

Each table is random: types, nulls, encodings, codecs, page versions, sizes of row groups and pages. Beside
`N.parquet` stands `N.json`: {"columns": [{"name", "cells": [text or null]}], "how": what it was written with}.
A cell is the text that a reader should see, by rules that share nothing with the explorer: whole numbers and
decimals by their digits, floats by their shortest text in JSON's form, times in ISO 8601, nested values as JSON.
"""
import datetime as dt, decimal, json, math, pathlib, random, struct, sys, uuid
import pyarrow as pa, pyarrow.parquet as pq

folder, seed, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
rnd = random.Random(seed)

SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
TEXTS = ["", "a", "b", "=1+1", "Ω", "日本", "😀", "\ufeffbom", "x" * 70, "NaN", "-0", "line\nbreak", "z~", "\uffff"]


def whole(bits, signed):
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    return rnd.choice([low, high, 0, 1, low + 1, high - 1, rnd.randint(low, high), rnd.randint(0, min(high, 9))])


def double():
    return rnd.choice([0.0, -0.0, 0.1, 1e17, 1e21, 1e-7, 5e-324, math.inf, -math.inf, math.nan, 2.0**53, rnd.random(), rnd.uniform(-1e6, 1e6), struct.unpack("<d", rnd.randbytes(8))[0]])


def single():
    return struct.unpack("<f", rnd.randbytes(4))[0] if rnd.random() < 0.3 else pa.scalar(rnd.choice([0.1, -0.0, 1e10, 16777216.0, 3.4e38, 1e-45, rnd.uniform(-100, 100), math.nan, math.inf]), pa.float32()).as_py()


def units(unit):
    span = {"s": 10**10, "ms": 10**13, "us": 10**16, "ns": 2**62}[unit]
    return rnd.choice([0, -1, 1, 999, -999, 1_714_594_500_000_900, rnd.randint(-span, span)]) % span * rnd.choice([1, -1])


def unscaled(precision):
    return rnd.choice([0, 1, -1, 10**precision - 1, 1 - 10**precision, rnd.randint(1 - 10**precision, 10**precision - 1)])


def shortest(value, kind):
    """The shortest digits that read back as the same number, in JavaScript's form."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    if kind == "float":
        for digits in range(1, 10):  # of two that are as near, the one that is farther from 0
            text = f"{decimal.Context(prec=digits, rounding=decimal.ROUND_HALF_UP).create_decimal(value):e}"
            if struct.pack("<f", float(text)) == struct.pack("<f", value):
                break
    else:
        text = f"{decimal.Decimal(repr(value)):e}"
    sign, digits, exponent = decimal.Decimal(text).normalize().as_tuple()
    return "-" * sign + javascript(list(digits), exponent + len(digits))


def javascript(digits, point):
    """ECMAScript's Number::toString for these digits with the point after `point` of them."""
    text = "".join(map(str, digits))
    if len(digits) <= point <= 21:
        return text + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{text[:point]}.{text[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + text
    mantissa = text[0] + (f".{text[1:]}" if len(text) > 1 else "")
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def days_text(days):
    """Years may have more digits than datetime's: eras of 400 years, which have 146,097 days."""
    eras, rest = divmod(days + 719_162, 146_097)  # days since the year 1
    date = dt.date.fromordinal(rest + 1)
    year = date.year + 400 * eras
    years = f"{year:04}" if 0 <= year <= 9999 else f"{'-' if year < 0 else '+'}{abs(year):06}"
    return f"{years}-{date.month:02}-{date.day:02}"


def clock_text(value, per_second, least):
    seconds, fraction = divmod(value, per_second)
    digits = str(fraction).zfill(len(str(per_second)) - 1)
    while len(digits) > least and digits.endswith("000"):
        digits = digits[:-3]
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return text + (f".{digits}" if digits else "")


def instant_text(value, per_second):
    days, rest = divmod(value, per_second * 86_400)
    return f"{days_text(days)}T{clock_text(rest, per_second, 3)}Z"


def decimal_text(value, scale):
    digits = str(abs(value)).rjust(scale + 1, "0")
    return ("-" if value < 0 else "") + (f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits)


KINDS = ["int", "uint", "double", "float", "half", "text", "large_text", "bytes", "fixed", "bool", "decimal", "timestamp", "time", "date", "json"]


def leaf(kinds=KINDS):
    """A type, a maker of random values, and how a value is shown. Values are those that pa.array takes."""
    kind = rnd.choice(kinds)
    if kind in ("int", "uint"):
        bits = rnd.choice([8, 16, 32, 64])
        return getattr(pa, f"{kind}{bits}")(), lambda: whole(bits, kind == "int"), str
    if kind == "double":
        return pa.float64(), double, lambda v: shortest(v, "double")
    if kind == "float":
        return pa.float32(), single, lambda v: shortest(v, "float")
    if kind == "half":
        return pa.float16(), lambda: struct.unpack("<e", rnd.randbytes(2))[0], lambda v: shortest(v, "double")
    if kind in ("text", "large_text"):
        return (pa.string() if kind == "text" else pa.large_string()), lambda: rnd.choice(TEXTS), lambda v: v
    if kind == "json":
        return pa.string(), lambda: json.dumps({"a": whole(64, True)}), lambda v: v
    if kind == "bytes":
        return pa.binary(), lambda: b"\xff" + rnd.randbytes(rnd.randint(0, 40)), lambda v: "0x" + v.hex()
    if kind == "fixed":
        width = rnd.choice([1, 5, 12, 16])
        return pa.binary(width), lambda: b"\xfe" * width if rnd.random() < 0.3 else b"\xff" + rnd.randbytes(width - 1), lambda v: "0x" + v.hex()
    if kind == "bool":
        return pa.bool_(), lambda: rnd.random() < 0.5, lambda v: "true" if v else "false"
    if kind == "decimal":
        precision = rnd.choice([1, 9, 10, 18, 19, 38, 60])
        scale = rnd.randint(0, precision)
        context = decimal.Context(prec=80)
        to = lambda: decimal.Decimal(unscaled(precision)).scaleb(-scale, context)
        kind = pa.decimal128(precision, scale) if precision <= 38 else pa.decimal256(precision, scale)
        return kind, to, lambda v: decimal_text(int(v.scaleb(scale, context)), scale)
    if kind == "timestamp":
        unit = rnd.choice(["ms", "us", "ns"])
        per_second = SECOND[unit]
        return pa.timestamp(unit, tz=rnd.choice([None, "UTC"])), lambda: units(unit), lambda v: instant_text(v, per_second)
    if kind == "time":
        unit = rnd.choice(["ms", "us", "ns"])
        per_second = SECOND[unit]
        of = pa.time32(unit) if unit == "ms" else pa.time64(unit)
        return of, lambda: rnd.choice([0, 1, rnd.randrange(86_400 * per_second), 72_900 * per_second]), lambda v: clock_text(v, per_second, 0)
    return pa.date32(), lambda: rnd.choice([0, -1, 1, rnd.randint(-800_000, 2_900_000)]), lambda v: f"{days_text(v)}T00:00:00.000Z"


def is_number(kind):
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def json_leaf(value, kind, show):
    """Within JSON: numbers where a double says them, else texts."""
    if value is None:
        return None
    if pa.types.is_boolean(kind):
        return value
    text = show(value)
    if pa.types.is_integer(kind):
        return value if abs(value) < 2**53 else text
    if pa.types.is_decimal(kind):
        digits = text.replace("-", "").replace(".", "").lstrip("0")
        return float(text) if len(digits) <= 15 else text
    if pa.types.is_floating(kind):
        return float(text) if math.isfinite(float(text)) else text
    return text


def deep(levels):
    """A type of lists, structs and maps within each other, a maker of values, and how they stand in JSON."""
    shape = rnd.choice(["list", "struct", "map"]) if levels > 0 else "leaf"
    if shape == "leaf":
        kind, make, show = leaf(["int", "text", "bool", "double", "decimal", "bytes"])
        return kind, make, lambda v: json_leaf(v, kind, show)
    parts = [(*deep(levels - rnd.choice([1, 1, 2])), rnd.random() < 0.6) for _ in range(rnd.choice([1, 2, 3]) if shape == "struct" else 1)]
    some = lambda make, nullable: None if nullable and rnd.random() < 0.3 else make()
    kind, make, tell, nullable = parts[0]
    told = lambda tell, v: None if v is None else tell(v)
    size = lambda: rnd.choice([0, 0, 1, 2, 3])
    if shape == "list":
        item = pa.field("element", kind, nullable=nullable)
        return pa.list_(item), lambda: [some(make, nullable) for _ in range(size())], lambda v: [told(tell, i) for i in v]
    if shape == "map":
        value = pa.field("value", kind, nullable=nullable)
        return pa.map_(pa.field("key", pa.string(), nullable=False), value), lambda: [(f"k{i}", some(make, nullable)) for i in range(size())], lambda v: {k: told(tell, i) for k, i in v}
    names = rnd.sample(["a", "b", "a.b", "key", "value", "list", "element"], len(parts))
    fields = [pa.field(name, of, nullable=n) for name, (of, _, _, n) in zip(names, parts)]
    return (
        pa.struct(fields),
        lambda: {name: some(m, n) for name, (_, m, _, n) in zip(names, parts)},
        lambda v: {name: told(t, v[name]) for name, (_, _, t, _) in zip(names, parts)},
    )


def column(rows, null_share):
    """An array, and its cells as texts."""
    if rnd.random() < 0.15:
        kind, make, tell = deep(rnd.choice([1, 2, 3]))
        values = [None if rnd.random() < null_share else make() for _ in range(min(rows, 400))] + [None] * max(0, rows - 400)
        cells = [None if v is None else json.dumps(tell(v), ensure_ascii=False) for v in values]
        return pa.array(values, kind), cells, str(kind)
    kind, make, show = leaf()
    some = lambda made: None if rnd.random() < null_share else made()
    shape = rnd.choice(["flat"] * 6 + ["list", "struct", "map"])
    if shape == "flat":
        values = [some(make) for _ in range(rows)]
        return as_array(values, kind), [None if v is None else show(v) for v in values], str(kind)
    inner = lambda: some(make)
    if shape == "list":
        values = [some(lambda: [inner() for _ in range(rnd.choice([0, 0, 1, 2, 5]))]) for _ in range(rows)]
        flat = as_array([item for value in values if value for item in value], kind)
        offsets, at = [], 0
        for value in values:
            offsets.append(None if value is None else at)
            at += len(value or [])
        array = pa.ListArray.from_arrays(pa.array(offsets + [at], pa.int32()), flat)
        told = [None if v is None else [json_leaf(i, kind, show) for i in v] for v in values]
    elif shape == "struct":
        values = [some(lambda: (inner(), rnd.choice(["x", None]))) for _ in range(rows)]
        parts = [as_array([None if v is None else v[0] for v in values], kind), pa.array([None if v is None else v[1] for v in values], pa.string())]
        missing = pa.array([v is None for v in values], pa.bool_())
        array = pa.StructArray.from_arrays(parts, names=["a.b", "note"], mask=missing)
        told = [None if v is None else {"a.b": json_leaf(v[0], kind, show), "note": v[1]} for v in values]
    else:
        values = [some(lambda: [(f"k{i}", inner()) for i in range(rnd.choice([0, 1, 3]))]) for _ in range(rows)]
        keys = pa.array([key for value in values if value for key, _ in value], pa.string())
        items = as_array([item for value in values if value for _, item in value], kind)
        offsets, at = [], 0
        for value in values:
            offsets.append(None if value is None else at)
            at += len(value or [])
        array = pa.MapArray.from_arrays(pa.array(offsets + [at], pa.int32()), keys, items)
        told = [None if v is None else {key: json_leaf(i, kind, show) for key, i in v} for v in values]
    return array, [None if v is None else json.dumps(v, ensure_ascii=False) for v in told], f"{shape} of {kind}"


def as_array(values, kind):
    if pa.types.is_timestamp(kind) or pa.types.is_time64(kind):
        return pa.array(values, pa.int64()).cast(kind) if not pa.types.is_time64(kind) else pa.array(values, pa.int64()).view(kind)
    if pa.types.is_time32(kind) or pa.types.is_date32(kind):
        return pa.array(values, pa.int32()).view(kind)
    return pa.array(values, kind)


def encodings(kind):
    known = ["PLAIN"]
    if pa.types.is_integer(kind) or pa.types.is_temporal(kind):
        known += ["DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"]
    if pa.types.is_float32(kind) or pa.types.is_float64(kind):
        known += ["BYTE_STREAM_SPLIT"]
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind):
        known += ["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]
    if pa.types.is_boolean(kind):
        known += ["RLE"]
    return known


for number in range(count):
    rows = rnd.choice([0, 1, 2, 50, 400, 3000])
    arrays, cells, kinds = [], [], []
    for _ in range(rnd.randint(1, 6)):
        array, told, kind = column(rows, rnd.choice([0, 0.1, 0.5, 1]))
        arrays.append(array), cells.append(told), kinds.append(kind)
    names = [rnd.choice(["x", f"c{i}", "a.b", "日"]) if rnd.random() < 0.2 else f"c{i}" for i in range(len(arrays))]
    how = {
        "compression": rnd.choice(["none", "snappy", "gzip", "brotli", "lz4", "zstd"]),
        "data_page_version": rnd.choice(["1.0", "2.0"]),
        "version": rnd.choice(["2.4", "2.6"]),
        "row_group_size": rnd.choice([1, 7, 100, 10_000]) if rows <= 50 else rnd.choice([100, 999, 10_000]),
        "data_page_size": rnd.choice([64, 1000, 2**20]),
        "write_page_index": rnd.random() < 0.5,
        "write_page_checksum": rnd.random() < 0.3,
        "store_decimal_as_integer": rnd.random() < 0.5,
        "use_dictionary": rnd.random() < 0.5,
        "write_statistics": rnd.random() < 0.8,
    }
    is_unique = len(set(names)) == len(names)
    if not how["use_dictionary"] and is_unique:
        flat = {name: rnd.choice(encodings(a.type)) for name, a in zip(names, arrays) if not pa.types.is_nested(a.type)}
        how["column_encoding"] = {name: kind for name, kind in flat.items() if name.isascii() and "." not in name}
    required = [not a.null_count and rnd.random() < 0.4 and not pa.types.is_nested(a.type) for a in arrays]
    fields = [pa.field(name, a.type, nullable=not r) for name, a, r in zip(names, arrays, required)]
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    path = folder / f"{number}.parquet"
    try:
        pq.write_table(table, path, **how)
    except (OSError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:  # not every type takes every encoding
        how.pop("column_encoding", None)
        how["version"] = "2.6"  # the older one has no nanoseconds
        pq.write_table(table, path, **how)
    told = [{"name": name, "kind": kind, "cells": texts} for name, kind, texts in zip(names, kinds, cells)]
    (folder / f"{number}.json").write_text(json.dumps({"columns": told, "how": how}, ensure_ascii=False))
