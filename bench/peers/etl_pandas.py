"""The ETL of the contract (rows in, rules, rows out; four-column CSV) in pandas + pyarrow.

python etl_pandas.py IN.csv OUT_PREFIX [zstd|snappy]  writes OUT_PREFIX.parquet and OUT_PREFIX.quarantine.json, prints the figures.

Tuned: pyarrow's CSV reader with dictionary columns (pandas categoricals), durations parsed once per distinct text, and
from there numpy on integer codes: one stable sort by a 64-bit key (user rank and instant), then neighbours and one
running maximum for duplicates and sittings instead of groupby on strings.
"""
import json, sys, time
import numpy as np, pandas as pd, pyarrow as pa, pyarrow.csv

inp, out, codec = sys.argv[1], sys.argv[2], (sys.argv[3] if len(sys.argv) > 3 else "zstd")
t0 = time.time(); now = pd.Timestamp.now(tz="UTC")
MINUTE_MS = 60000
RULES = np.array(["", "user_id.missing", "show_name.missing", "watch_duration_minutes.not_a_number", "watch_duration_minutes.out_of_range",
                  "watch_date.invalid", "watch_date.in_future"])
category = pa.dictionary(pa.int32(), pa.string())
df = pa.csv.read_csv(
    inp, read_options=pa.csv.ReadOptions(block_size=16 << 20), parse_options=pa.csv.ParseOptions(newlines_in_values=True),
    convert_options=pa.csv.ConvertOptions(strings_can_be_null=False, column_types={
        "user_id": category, "show_name": category, "watch_duration_minutes": category, "watch_date": pa.string()})).unify_dictionaries().to_pandas()


def trimmed(column):
    """The column trimmed, its categories in order."""
    names, rank = np.unique(column.cat.categories.str.strip().to_numpy(dtype=object).astype(str), return_inverse=True)
    return pd.Categorical.from_codes(rank.astype(np.int32)[column.cat.codes], names)


def is_empty(column):
    return column.codes == (column.categories.get_loc("") if "" in column.categories else -1)


user, show = trimmed(df["user_id"]), trimmed(df["show_name"])
minutes = df["watch_duration_minutes"].cat
dur = pd.to_numeric(pd.Series(minutes.categories), errors="coerce").replace([np.inf, -np.inf], np.nan).to_numpy(float)[minutes.codes]
ts = pd.to_datetime(df["watch_date"], format="ISO8601", utc=True, errors="coerce").dt.tz_localize(None).to_numpy("datetime64[ms]")
no_date = np.isnat(ts); ts = ts.astype("int64")
reason = np.select([is_empty(user), is_empty(show), np.isnan(dur), (dur <= 0) | (dur > 1440), no_date, ts > now.value // 1_000_000 + 5 * MINUTE_MS],
                   [1, 2, 3, 4, 5, 6], default=0)
bad = np.flatnonzero(reason)
q = df.iloc[bad].assign(line=bad + 2, reason=RULES[reason[bad]], user_id=user.take(bad).astype(str), show_name=show.take(bad).astype(str))
q.astype({"watch_duration_minutes": str}).to_json(f"{out}.quarantine.json", orient="records", lines=True)
read, n_bad, reasons = len(df), len(bad), q["reason"].value_counts().to_dict()
del df, q, minutes

# One 64-bit key orders by user, then instant: a running maximum of key + length never crosses into the next user,
# as the bits for the instant leave room for the longest view.
good = np.flatnonzero(reason == 0); n_valid = len(good)
users, shows, first_ms = user.categories, show.categories, int(ts[good].min())
bits = (int(ts[good].max()) - first_ms + 1440 * MINUTE_MS + 1).bit_length()
assert (len(users) << bits) < 2**63, "Cannot pack user and instant into 64 bits"
key, sh, du = (user.codes[good].astype(np.int64) << bits) + (ts[good] - first_ms), show.codes[good], dur[good]
del user, show, dur, ts, no_date, reason, good
order = np.argsort(key, kind="stable"); key, sh, du = key[order], sh[order], du[order]
same = np.flatnonzero(key[1:] == key[:-1])  # one user, one instant: order these by show, then duration
tied = np.union1d(same, same + 1)
order = tied[np.lexsort((du[tied], sh[tied], key[tied]))]; key[tied], sh[tied], du[tied] = key[order], sh[order], du[order]
keep = np.ones(len(key), bool); keep[1:] = (key[1:] != key[:-1]) | (sh[1:] != sh[:-1]) | (du[1:] != du[:-1])
key, sh, du = key[keep], sh[keep], du[keep]
del order, same, tied, keep
qualified = du >= 2
rank = pd.Series(du[qualified]).groupby(sh[qualified]).agg(lambda s: np.sort(s.to_numpy())[int(np.ceil(0.95 * len(s))) - 1] if len(s) >= 20 else np.nan)
runtime = np.full(len(shows), np.nan); runtime[rank.index] = rank.to_numpy()
completion = np.minimum(du / runtime[sh], 1.0)
latest = np.maximum.accumulate(key + np.round(du * MINUTE_MS).astype(np.int64))
u = key >> bits
first = np.ones(len(key), bool); first[1:] = (u[1:] != u[:-1]) | (key[1:] - latest[:-1] > 30 * MINUTE_MS)
sitting = np.cumsum(first) - 1
start = key[first][sitting]
part = pd.factorize(sitting * len(shows) + sh)[0]
n = np.bincount(part, weights=qualified)[part]
del latest, first, sitting, part


def instant_of(keys):
    return pd.Series(((keys & ((1 << bits) - 1)) + first_ms).view("datetime64[ms]")).dt.tz_localize("UTC")


v = pd.DataFrame({
    "user_id": pd.Categorical.from_codes(u.astype(np.int32), users), "show_name": pd.Categorical.from_codes(sh, shows),
    "watch_duration_minutes": du, "watch_date": instant_of(key), "completion_rate": completion, "is_binge_session": n >= 3,
    "engagement_score": 0.7 * completion + 0.3 * np.minimum(np.maximum(n - 1, 0) / 2, 1.0), "processed_at": now, "sitting_start": instant_of(start)})
del key, start, u, sh, n
v.to_parquet(f"{out}.parquet", compression=codec, index=False)
print(json.dumps({"ledger": {"read": read, "accepted": len(v), "duplicate": n_valid - len(v), "quarantined": n_bad, "excluded": 0}, "reasons": reasons,
  "users": int(v["user_id"].nunique()), "shows": int(v["show_name"].nunique()), "qualified_views": int(qualified.sum()),
  "watch_hours": float(v["watch_duration_minutes"].sum() / 60), "binge_views": int((v["is_binge_session"] & qualified).sum()),
  "mean_completion_rate": float(v.loc[qualified, "completion_rate"].mean()), "mean_engagement_score": float(v.loc[qualified, "engagement_score"].mean()),
  "unknown_runtime_views": int(v.loc[qualified, "completion_rate"].isna().sum()), "seconds": round(time.time() - t0, 2)}))
