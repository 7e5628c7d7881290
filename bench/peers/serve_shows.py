# The service's GET /api/shows in FastAPI, from the same SQLite file: `serve_shows.py STORE PORT`.
# /kept answers with bytes made once, as a service that keeps answers would.

import base64
import json
import math
import sqlite3
import sys

import uvicorn
from fastapi import FastAPI, Response

store, port = sys.argv[1], int(sys.argv[2])
connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True, check_same_thread=False)
app = FastAPI()

SHOWS = """
  SELECT s.name, s.genre, sum(c.qualified), sum(c.minute_units), s.users, sum(c.completion_units),
    sum(c.engagement_units), sum(c.rated), sum(c.binge)
  FROM cells c JOIN shows s ON s.id = c.id
  WHERE c.scope = 1 AND c.level = 4
  GROUP BY c.id
  ORDER BY sum(c.qualified) DESC, s.name
  LIMIT ?
"""


def mean(units, count):
    return None if count == 0 else math.floor(units / count / 10 + 0.5) / 1e10


def list_shows(limit):
    rows = connection.execute(SHOWS, (limit + 1,)).fetchall()
    shows = [
        {
            "show_name": name,
            "genre": genre,
            "qualified_views": qualified,
            "watch_hours": math.floor(minute_units / 60 + 0.5) / 1e9,
            "users": users,
            "mean_completion_rate": mean(completion_units, rated),
            "mean_engagement_score": mean(engagement_units, rated),
            "binge_views": binge,
        }
        for name, genre, qualified, minute_units, users, completion_units, engagement_units, rated, binge in rows[:limit]
    ]
    cursor = None
    if len(rows) > limit:
        last = json.dumps([shows[-1]["qualified_views"], shows[-1]["show_name"]], separators=(",", ":"), ensure_ascii=False)
        cursor = base64.urlsafe_b64encode(last.encode()).decode().rstrip("=")
    return {"shows": shows, "next_cursor": cursor}


KEPT = json.dumps(list_shows(20), separators=(",", ":"), ensure_ascii=False).encode()


@app.get("/api/shows")
async def shows(limit: int = 50):
    return list_shows(limit)


@app.get("/kept")
async def kept():
    return Response(KEPT, media_type="application/json")


uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, http="httptools", loop="uvloop")
