"""The ETL of the contract (rows in, rules, rows out; four-column CSV) in DuckDB.

python etl_duckdb.py IN.csv OUT_PREFIX [zstd|snappy]  writes OUT_PREFIX.parquet and OUT_PREFIX.quarantine.json, prints the figures.

Tuned: line numbers from the temporary table's rowid (row_number() would read the CSV on one thread), users and shows as
ranks, one sort by an integer key (user rank and instant in 64 bits), and streaming windows (`over ()` on a table that is
already sorted) for duplicates and sittings instead of a sort per window.
"""
import json, sys, time
import duckdb

inp, out, codec = sys.argv[1], sys.argv[2], (sys.argv[3] if len(sys.argv) > 3 else "zstd")
t0 = time.time()
con = duckdb.connect()
con.execute("set threads=2; set TimeZone='UTC'; set preserve_insertion_order=true")  # rowid and the streaming windows rely on the order
con.execute(f"""
create temp table p as
select user_id, show_name, dur, ts, case
    when user_id = '' then 'user_id.missing' when show_name = '' then 'show_name.missing'
    when dur is null or isnan(dur) or isinf(dur) then 'watch_duration_minutes.not_a_number'
    when dur <= 0 or dur > 1440 then 'watch_duration_minutes.out_of_range'
    when ts is null then 'watch_date.invalid' when ts > now() + interval 5 minute then 'watch_date.in_future' end as reason,
    case when reason is not null then raw_duration end as raw_duration, case when reason is not null then raw_date end as raw_date
from (select trim(coalesce(user_id, '')) as user_id, trim(coalesce(show_name, '')) as show_name,
             watch_duration_minutes as raw_duration, watch_date as raw_date,
             try_cast(watch_duration_minutes as double) as dur, try_cast(watch_date as timestamptz) as ts
      from read_csv('{inp}', header=true, all_varchar=true, quote='"', escape='"', delim=',', nullstr='', null_padding=false));
copy (select rowid + 2 as line, reason, user_id, show_name, raw_duration, raw_date from p where reason is not null order by line)
  to '{out}.quarantine.json' (format json);
create temp table users as select user_id, (row_number() over (order by user_id) - 1)::bigint as u from (select distinct user_id from p where reason is null);
create temp table shows as select show_name, (row_number() over (order by show_name) - 1)::bigint as sh from (select distinct show_name from p where reason is null);
""")
reasons = dict(con.execute("select reason, count(*) from p group by 1").fetchall())
first_ms, last_ms, user_count = con.execute("select epoch_ms(min(ts)), epoch_ms(max(ts)), (select count(*) from users) from p where reason is null").fetchone()
bits = (last_ms - first_ms + 1440 * 60000 + 1).bit_length()
assert (user_count << bits) < 2**63, "Cannot pack user and instant into 64 bits"
con.execute(f"""
create temp table s as
select (u << {bits}) + epoch_ms(ts) - {first_ms} as k, sh, dur from p join users using (user_id) join shows using (show_name) where reason is null order by k, sh, dur;
drop table p;
create temp table views as
with e as (select k, sh, dur from (select *, lag(k) over () as k0, lag(sh) over () as sh0, lag(dur) over () as dur0 from s) where k0 is distinct from k or sh0 <> sh or dur0 <> dur),
f as (select *, lag(k) over () as k0, max(k + round(dur * 60000)::bigint) over (rows unbounded preceding) as latest from e),
g as (select k, sh, dur, case when k0 >> {bits} is not distinct from k >> {bits} and k - lag(latest) over () <= 1800000 then null else k end as first from f)
select k, sh, dur, max(first) over (rows unbounded preceding) as start from g;
drop table s;
create temp table runtimes as select sh, case when count(*) >= 20 then quantile_disc(dur, 0.95) end as runtime from views where dur >= 2 group by sh;
create temp table episodes as select start, sh, count(*) as episodes from views where dur >= 2 group by all;
copy (
  select user_id, show_name, dur as watch_duration_minutes, make_timestamptz(((k & ((1::bigint << {bits}) - 1)) + {first_ms}) * 1000) as watch_date,
         case when runtime is null then null else least(1, dur / runtime) end as completion_rate, n >= 3 as is_binge_session,
         0.7::double * completion_rate + 0.3::double * least(1, greatest(n - 1, 0) / 2) as engagement_score, now() as processed_at,
         make_timestamptz(((start & ((1::bigint << {bits}) - 1)) + {first_ms}) * 1000) as sitting_start
  from (select k, user_id, show_name, dur, start, runtime, coalesce(episodes, 0) as n
        from views left join episodes using (start, sh) left join runtimes using (sh) join users on u = k >> {bits} join shows using (sh)
        order by k)  -- the joins do not keep the order
) to '{out}.parquet' (format parquet, compression '{codec}');
""")
(accepted, users, shows, hours, qualified, binge, completion, engagement, unknown) = con.execute(f"""
select count(*), (select count(*) from users), (select count(*) from shows), sum(watch_duration_minutes) / 60, count_if(q),
       count_if(is_binge_session and q), avg(completion_rate) filter (q), avg(engagement_score) filter (q), count_if(completion_rate is null and q)
from (select *, watch_duration_minutes >= 2 as q from '{out}.parquet')""").fetchone()
valid = reasons.pop(None, 0)
read = valid + sum(reasons.values())
print(json.dumps({"ledger": {"read": read, "accepted": accepted, "duplicate": valid - accepted, "quarantined": sum(reasons.values()), "excluded": 0},
  "reasons": reasons, "users": users, "shows": shows, "qualified_views": qualified, "watch_hours": hours, "binge_views": binge,
  "mean_completion_rate": completion, "mean_engagement_score": engagement, "unknown_runtime_views": unknown, "seconds": round(time.time() - t0, 2)}))
