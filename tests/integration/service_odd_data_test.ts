// Old and odd views in a running service: every page and every question goes on answering.

import assert from "node:assert/strict";
import { SERIES_GRAINS } from "../../domain/answers.ts";
import { applied, post, statusOf, withService } from "../ask_service.ts";

const PAGES = [
  ...[
    "",
    "shows",
    "users",
    "sittings",
    "retention",
    "live-wall",
    "time-machine",
    "quality",
    "stream",
  ],
  ...["runs", "?range=all", "?range=30d", "?tz=Asia/Kolkata", "shows?tz=Pacific/Apia"],
];
const QUESTIONS = [
  ...["timeseries", "overview", "retention", "heatmap", "shows", "sittings", "breakdown?hour=5"],
  ...["timeseries?metric=users", "timeseries?tz=America/New_York", "shows?trend=decade"],
];
/** As long as the contract allows. */
const LONGEST = { user: "u".repeat(256), show: "😀".repeat(256), other: "é".repeat(256) };

function view(watch_date: string, show_name = LONGEST.show) {
  const { user: user_id, other } = LONGEST;
  return {
    ...{ user_id, show_name, watch_date, watch_duration_minutes: 20, episode: other },
    ...{ device: other, country: other },
  };
}

Deno.test("views of the first and of the last year break no page and no question", async () => {
  await withService(async (service) => {
    const statuses = async () => {
      const places = [LONGEST.show, "A. B"].map((show) => `shows/${encodeURIComponent(show)}`);
      const paths = [
        ...[...PAGES, ...places, `users/${LONGEST.user}`],
        ...[...QUESTIONS, ...places, `users/${LONGEST.user}`].map((path) => `api/${path}`),
      ];
      for (const path of paths) {
        const answer = await statusOf(fetch(`${service.url}${path}`));
        assert.equal(answer.status, 200, path);
      }
    };
    await post(
      service,
      JSON.stringify([view(new Date().toISOString()), view("2026-01-01", "A. B")]),
    );
    await applied(service);
    await statuses();
    for (const date of ["1970-01-01", "0001-01-01", "0001-01-01T00:00:00.001Z"]) {
      await post(service, JSON.stringify(view(date)));
      await applied(service);
      await statuses();
    }
    const ask = async (path: string) => await (await fetch(`${service.url}api/${path}`)).json();
    assert.equal((await ask("overview")).accepted_views, 5);
    assert.equal((await ask("timeseries")).grain, "year");
    for (const grain of SERIES_GRAINS) {
      const answer = await ask(`timeseries?grain=${grain}`);
      if (grain === "year" || grain === "decade") assert.equal(answer.grain, grain);
      else assert.match(answer.detail, /the finest grain that fits is year$/);
    }
    assert.match(
      (await ask("retention?tz=Asia/Kolkata")).detail,
      /^Cannot read tz as it must be UTC or absent/,
    );
    assert.equal((await statusOf(fetch(`${service.url}api/retention?tz=Etc/UTC`))).status, 200);
  }, { EARLIEST_WATCH_DATE: "0001-01-01" });
});

Deno.test("methods that clients invent share one label of the metrics", async () => {
  await withService(async (service) => {
    for (let i = 0; i < 20; i++) {
      await statusOf(fetch(`${service.url}api/overview`, { method: `MADE-UP-${i}` }));
    }
    const metrics = await (await fetch(`${service.url}metrics`)).text();
    assert.match(metrics, /method="other"/);
    assert.doesNotMatch(metrics, /MADE-UP/);
  });
});
