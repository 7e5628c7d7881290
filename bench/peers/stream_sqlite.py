"""The plain way to keep viewing events: a loop over NDJSON into SQLite, in batches, durable at each commit.

python stream_sqlite.py IN.ndjson OUT.db   prints its ledger and seconds as JSON.

Does less than Playhead's store: rules of fields, duplicates, the views with two indexes, sums by hour for all and for
each show; no log, no positions, no sittings, binges, completion, users or cohorts.
"""
import json, math, sqlite3, sys, time
from datetime import datetime, timezone

BATCH = 20_000
path, out = sys.argv[1], sys.argv[2]
db = sqlite3.connect(out, isolation_level=None)
db.executescript("""
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
CREATE TABLE views(key TEXT PRIMARY KEY, user TEXT, show TEXT, start_ms INTEGER, minutes REAL) WITHOUT ROWID;
CREATE INDEX by_start ON views(start_ms);
CREATE INDEX by_show ON views(show, start_ms);
CREATE TABLE hours(show TEXT, hour INTEGER, views INTEGER, minutes REAL, PRIMARY KEY(show, hour)) WITHOUT ROWID;
CREATE TABLE quarantine(id INTEGER PRIMARY KEY, rule TEXT, raw TEXT);
""")
latest_ms = time.time() * 1000 + 5 * 60_000
started = time.perf_counter()


def rule_of(row):
    """The first rule that the row breaks, or None with its fields."""
    user, show = str(row.get("user_id") or "").strip(), str(row.get("show_name") or "").strip()
    if not user: return "user_id.missing", None
    if not show: return "show_name.missing", None
    try: minutes = float(row.get("watch_duration_minutes"))
    except (TypeError, ValueError): return "watch_duration_minutes.not_a_number", None
    if not math.isfinite(minutes): return "watch_duration_minutes.not_a_number", None
    if not 0 < minutes <= 1440: return "watch_duration_minutes.out_of_range", None
    try: start = datetime.fromisoformat(str(row.get("watch_date")).strip())
    except ValueError: return "watch_date.invalid", None
    if start.tzinfo is None: start = start.replace(tzinfo=timezone.utc)
    start_ms = round(start.timestamp() * 1000)
    if start_ms > latest_ms: return "watch_date.in_future", None
    event = row.get("event_id")
    key = f"{user}\n{event}" if event else f"{user}\n{show}\n{row.get('episode') or ''}\n{start_ms}\n{minutes}"
    return None, (key, user, show, start_ms, minutes)


read = quarantined = accepted = 0


def commit(views, bad):
    global accepted
    db.execute("BEGIN")
    before = db.total_changes
    hours = {}
    for view in views:
        # A longer one of the same event takes the place of the one before: not in these rows, but it has to be looked for.
        if db.execute("INSERT INTO views VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", view).rowcount < 1: continue
        accepted += 1
        _, _, show, start_ms, minutes = view
        for of in ("", show):
            at = (of, start_ms // 3_600_000)
            count, total = hours.get(at, (0, 0.0))
            hours[at] = (count + 1, total + minutes)
    db.executemany("INSERT INTO hours VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET views = views + excluded.views, minutes = minutes + excluded.minutes",
                   [(show, hour, count, total) for (show, hour), (count, total) in hours.items()])
    db.executemany("INSERT INTO quarantine(rule, raw) VALUES (?, ?)", bad)
    db.execute("COMMIT")


views, bad = [], []
with open(path, "rb") as lines:
    for line in lines:
        read += 1
        try: row = json.loads(line)
        except ValueError: row = None
        rule, view = rule_of(row) if isinstance(row, dict) else ("row.columns", None)
        if rule is None: views.append(view)
        else:
            bad.append((rule, line.decode("utf-8", "replace")))
            quarantined += 1
        if len(views) + len(bad) >= BATCH:
            commit(views, bad)
            views, bad = [], []
commit(views, bad)
seconds = time.perf_counter() - started
print(json.dumps({"read": read, "accepted": accepted, "duplicate": read - accepted - quarantined, "quarantined": quarantined, "seconds": seconds}))
