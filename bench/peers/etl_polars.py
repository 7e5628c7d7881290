"""The ETL of the contract (rows in, rules, rows out; four-column CSV) in polars.

python etl_polars.py IN.csv OUT_PREFIX [zstd|snappy]  writes OUT_PREFIX.parquet and OUT_PREFIX.quarantine.json, prints the figures.

Tuned, as a polars user in a hurry would: one streaming scan whose strings become categories, fallback date formats only
for the rows that need them, one sort by an integer key (user rank and instant in 64 bits), duplicates and sittings from
neighbours and one running maximum instead of a hash table and windows per user.
"""
import json, sys, time
from datetime import datetime, timedelta, timezone
import polars as pl

inp, out, codec = sys.argv[1], sys.argv[2], (sys.argv[3] if len(sys.argv) > 3 else "zstd")
t0 = time.time(); now = datetime.now(timezone.utc)
c = pl.col
MINUTE_MS = 60000
COLUMNS = ["user_id", "show_name", "watch_duration_minutes", "watch_date"]


def instants(text):
    """Instants in UTC; the common form first, the others only for what is left."""
    def parsed(values, form):
        ts = values.str.to_datetime(form, strict=False, time_unit="ms")
        return ts.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if form.endswith("%z") else ts
    ts = parsed(text, "%Y-%m-%dT%H:%M:%SZ")
    for form in ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"]:
        left = ts.is_null().arg_true()
        if len(left) == 0: break
        ts = ts.scatter(left, parsed(text.gather(left), form))
    return ts


def ranked(categories):
    """The distinct strings in order, and each row's rank among them."""
    seen = categories.unique()
    names = pl.DataFrame({"name": seen.cast(pl.String), "code": seen.to_physical()}).sort("name")
    rank_of_code = pl.zeros(names["code"].max() + 1, dtype=pl.UInt32, eager=True)
    rank_of_code = rank_of_code.scatter(names["code"], pl.arange(0, names.height, dtype=pl.UInt32, eager=True))
    return names["name"], rank_of_code.gather(categories.to_physical())


latest_allowed = pl.lit((now + timedelta(minutes=5)).replace(tzinfo=None))
rows = (pl.scan_csv(inp, infer_schema=False, empty_string_is_null=False).with_row_index("line", 2)
        .select("line", c("user_id").str.strip_chars(), c("show_name").str.strip_chars(), "watch_duration_minutes", "watch_date",
                dur=c("watch_duration_minutes").cast(pl.Float64, strict=False),
                ts=c("watch_date").map_batches(instants, return_dtype=pl.Datetime("ms"), is_elementwise=True)))
valid = ((c("user_id") != "") & (c("show_name") != "") & (c("dur") > 0).fill_null(False) & (c("dur") <= 1440).fill_null(False)
         & (c("ts") <= latest_allowed).fill_null(False))
reason = (pl.when(c("user_id") == "").then(pl.lit("user_id.missing")).when(c("show_name") == "").then(pl.lit("show_name.missing"))
          .when(c("dur").is_null() | ~c("dur").is_finite()).then(pl.lit("watch_duration_minutes.not_a_number"))
          .when((c("dur") <= 0) | (c("dur") > 1440)).then(pl.lit("watch_duration_minutes.out_of_range"))
          .when(c("ts").is_null()).then(pl.lit("watch_date.invalid")).otherwise(pl.lit("watch_date.in_future")))
d, bad = pl.collect_all([
    rows.filter(valid).select(c("user_id").cast(pl.Categorical), c("show_name").cast(pl.Categorical), "dur", ts=c("ts").dt.epoch("ms")),
    rows.filter(~valid).select("line", *COLUMNS, reason=reason),
], engine="streaming")
bad.sort("line").select("line", "reason", *COLUMNS).write_ndjson(f"{out}.quarantine.json")
reasons = dict(bad.group_by("reason").len().iter_rows()); n_valid, n_bad = d.height, bad.height
del bad

# One 64-bit key orders by user, then instant: a running maximum of key + length never crosses into the next user,
# as the bits for the instant leave room for the longest view.
users, user_rank = ranked(d["user_id"]); shows, show_rank = ranked(d["show_name"])
first_ms = d["ts"].min()
bits = (d["ts"].max() - first_ms + 1440 * MINUTE_MS + 1).bit_length()
assert (len(users) << bits) < 2**63, "Cannot pack user and instant into 64 bits"
d = (d.select("dur", key=user_rank.cast(pl.Int64) * (1 << bits) + (c("ts") - first_ms), show=show_rank)
     .sort("key", "show", "dur")
     .filter(c("key").ne_missing(c("key").shift()) | c("show").ne_missing(c("show").shift()) | c("dur").ne_missing(c("dur").shift())))
del user_rank, show_rank
runtimes = (d.lazy().filter(c("dur") >= 2).group_by("show")
            .agg(n=pl.len(), runtime=c("dur").sort().get((pl.len() * 0.95).ceil().cast(pl.Int64) - 1))
            .filter(c("n") >= 20).select("show", "runtime").collect())
runtimes = pl.DataFrame({"show": pl.arange(0, len(shows), dtype=pl.UInt32, eager=True)}).join(runtimes, on="show", how="left", maintain_order="left")["runtime"]
d = (d.with_columns(latest=(c("key") + (c("dur") * MINUTE_MS).round().cast(pl.Int64)).cum_max().shift(), user=c("key") // (1 << bits))
     .with_columns(first=c("user").ne_missing(c("user").shift()) | (c("key") - c("latest") > 30 * MINUTE_MS))
     .select("key", "user", "show", "dur", start=pl.when("first").then("key").forward_fill(), sitting=c("first").cum_sum().cast(pl.Int64))
     .select("key", "user", "show", "dur", "start", part=c("sitting") * len(shows) + c("show"))
     .with_columns(n=(c("dur") >= 2).sum().over("part").cast(pl.Int64)).drop("part"))


def instant_of(key):
    return ((c(key) & ((1 << bits) - 1)) + first_ms).cast(pl.Datetime("ms", "UTC"))


v = (d.select(c("user").cast(pl.UInt32).cat.to(pl.Enum(users)).alias("user_id"), c("show").cat.to(pl.Enum(shows)).alias("show_name"), "n", "start",
              watch_duration_minutes="dur", watch_date=instant_of("key"), completion_rate=(c("dur") / runtimes.gather(d["show"])).clip(upper_bound=1.0))
     .select(*COLUMNS, "completion_rate", is_binge_session=c("n") >= 3,
             engagement_score=0.7 * c("completion_rate") + 0.3 * ((c("n") - 1).clip(lower_bound=0) / 2).clip(upper_bound=1.0),
             processed_at=pl.lit(now), sitting_start=instant_of("start")))
del d
# As an enumeration each row group would repeat all users as its dictionary; as strings only its own.
v.lazy().with_columns(c("user_id").cast(pl.String)).sink_parquet(f"{out}.parquet", compression=codec)
k = v.filter(c("watch_duration_minutes") >= 2)
print(json.dumps({"ledger": {"read": n_valid + n_bad, "accepted": v.height, "duplicate": n_valid - v.height, "quarantined": n_bad, "excluded": 0}, "reasons": reasons,
  "users": v["user_id"].n_unique(), "shows": v["show_name"].n_unique(), "qualified_views": k.height,
  "watch_hours": v["watch_duration_minutes"].sum() / 60, "binge_views": int(k["is_binge_session"].sum()), "mean_completion_rate": k["completion_rate"].mean(),
  "mean_engagement_score": k["engagement_score"].mean(), "unknown_runtime_views": k["completion_rate"].null_count(), "seconds": round(time.time() - t0, 2)}))
