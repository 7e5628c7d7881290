// Plays out one sitting: what its user watches, for how long, and what comes next.

import { type Audience, DEVICES, SERIES_FOLLOWED } from "./audience.ts";
import type { GeneratePlan } from "./generate_options.ts";
import type { Show } from "./invent_shows.ts";
import { Sfc32 } from "./sfc32.ts";
import type { ViewWheel } from "./view_wheel.ts";
import type { WeightedDraw } from "./weighted_draw.ts";

/** No view starts later than this after its sitting began; keeps every view within the wheel. */
const LONGEST_SITTING_SECONDS = 36_000;
/** How often someone else is asked when the one drawn is watching already. */
const BUSY_TRIES = 4;

/** How a view ended. */
type Ending = "finished" | "left" | "glanced";

/** Draws sittings and puts their views on the wheel; counts the rows that this makes. */
export class Sittings {
  /** Rows put on the wheel so far, errors and repeats included; never more than `plan.rows`. */
  planned = 0;
  #errors = 0;
  #events = 0;
  readonly #chance: Sfc32;
  readonly #errorChance: number;
  readonly #repeatChance: number;

  constructor(
    readonly plan: GeneratePlan,
    readonly shows: readonly Show[],
    readonly audience: Audience,
    readonly wheel: ViewWheel,
  ) {
    this.#chance = new Sfc32(plan.seed, 3);
    // Shares are of all rows, chances are for each first row: repeats are not repeated or spoiled.
    this.#errorChance = plan.errors / (1 - plan.duplicates);
    this.#repeatChance = plan.duplicates / (1 - plan.duplicates);
  }

  /**
   * A user sits down at `second` of the period and watches; at least one row comes of it.
   * `demand` draws the show that people seek on that day.
   */
  sitDown(second: number, hourOfWeek: number, demand: WeightedDraw): void {
    const { audience, shows } = this, chance = this.#chance;
    const user = this.#drawIdle(second, hourOfWeek);
    const device = chance.chance(0.78) ? audience.mainDevice[user]! : chance.below(DEVICES.length);
    const latest = second + LONGEST_SITTING_SECONDS;
    let show = this.#chooseShow(user, demand);
    let at = second;
    while (at < latest) {
      const ending = this.#drawEnding(user, shows[show]!);
      const tenths = this.#drawTenths(shows[show]!, ending);
      if (!this.#watch(at, tenths, user, show, device)) break;
      this.#follow(user, show, ending);
      at += tenths * 6;
      if (ending === "finished") {
        if (!this.#goesOn(user, shows[show]!)) break;
        // Mostly the player starts the next episode by itself, sometimes people stretch their legs.
        at += chance.chance(0.8) ? 4 + chance.below(16) : 60 + chance.below(840);
        if (shows[show]!.episodes === 1) show = this.#chooseShow(user, demand);
      } else {
        if (!chance.chance(ending === "glanced" ? 0.75 : 0.35)) break;
        at += 15 + chance.below(200);
        show = this.#draw(user, demand);
      }
    }
    audience.busyUntil[user] = at;
  }

  #drawIdle(second: number, hourOfWeek: number): number {
    const { audience } = this;
    let user = audience.draw(hourOfWeek, this.#chance);
    for (let tries = 0; tries < BUSY_TRIES && audience.busyUntil[user]! > second; tries++) {
      user = audience.draw(hourOfWeek, this.#chance);
    }
    return user; // when everybody is busy, someone watches on two screens
  }

  /** A series being followed, or something that people seek on the day. */
  #chooseShow(user: number, demand: WeightedDraw): number {
    const followed = this.audience.followedShow, first = user * SERIES_FOLLOWED;
    const u = this.#chance.unit();
    if (u < 0.5 && followed[first]! > 0) return followed[first]! - 1;
    if (u > 0.85 && followed[first + 1]! > 0) return followed[first + 1]! - 1;
    return this.#draw(user, demand);
  }

  /** What people seek, and rather what this user likes. */
  #draw(user: number, demand: WeightedDraw): number {
    let show = demand.draw(this.#chance);
    for (let tries = 0; tries < 2 && !this.audience.likes(user, this.shows[show]!); tries++) {
      if (this.#chance.chance(0.35)) break;
      show = demand.draw(this.#chance);
    }
    return show;
  }

  #drawEnding(user: number, show: Show): Ending {
    const u = this.#chance.unit();
    if (u < 0.04) return "glanced";
    const patience = 0.85 + this.audience.persistence[user]! / 1_700; // 0.85 to 1
    return u < 0.04 + 0.96 * show.grip * patience ? "finished" : "left";
  }

  #drawTenths(show: Show, ending: Ending): number {
    const chance = this.#chance, runtimeTenths = show.runtimeMinutes * 10;
    if (ending === "glanced") return 1 + chance.below(19);
    // Credits are skipped more or less early; a few people go back a bit.
    if (ending === "finished") return Math.round(runtimeTenths * chance.between(0.94, 1.005));
    const u = chance.unit();
    // Most of those who leave do so early.
    return Math.max(1, Math.round(runtimeTenths * (0.04 + 0.86 * u * (0.35 + 0.65 * u))));
  }

  /** After an episode people go on by habit, after a film seldom. */
  #goesOn(user: number, show: Show): boolean {
    if (show.episodes === 1) return this.#chance.chance(0.12);
    const habit = this.audience.persistence[user]! / 255;
    return this.#chance.chance((0.22 + 0.6 * habit) * (0.5 + 0.5 * show.grip));
  }

  /** Puts the view on the wheel; false when it would lie beyond the period or the rows asked for. */
  #watch(second: number, tenths: number, user: number, show: number, device: number): boolean {
    const { plan, wheel } = this;
    if (this.planned >= plan.rows || second >= plan.days * 86_400) return false;
    const slot = wheel.put(second), { views } = wheel;
    views.startSecond[slot] = plan.startSecond + second;
    views.user[slot] = user;
    views.show[slot] = show;
    views.tenths[slot] = tenths;
    views.episode[slot] = this.#episodeOf(user, show);
    views.device[slot] = device;
    views.event[slot] = this.#events++;
    views.error[slot] = 0;
    this.planned++;
    const u = this.#chance.unit();
    if (u < this.#errorChance) views.error[slot] = ++this.#errors;
    else if (u < this.#errorChance + this.#repeatChance && this.planned < plan.rows) {
      this.#repeat(second, slot);
    }
    return true;
  }

  /** Sends a view again a little later: the same row or, with event ids, as it has grown since. */
  #repeat(second: number, slot: number): void {
    const { wheel } = this, chance = this.#chance;
    const delaySeconds = chance.chance(0.8) ? 1 + chance.below(90) : 90 + chance.below(7_000);
    const later = wheel.put(second + delaySeconds), { views } = wheel;
    views.copy(later, views, slot);
    const sentFirst = chance.between(0.2, 0.9); // drawn in any case: both forms tell the same story
    if (this.plan.episodes) views.tenths[slot] = Math.ceil(views.tenths[slot]! * sentFirst);
    this.planned++;
  }

  #episodeOf(user: number, show: number): number {
    const { followedShow, followedEpisode } = this.audience, first = user * SERIES_FOLLOWED;
    if (followedShow[first] === show + 1) return followedEpisode[first]!;
    return followedShow[first + 1] === show + 1 ? followedEpisode[first + 1]! : 0;
  }

  /** Moves the series to the front of those the user follows, at the episode to watch next. */
  #follow(user: number, show: number, ending: Ending): void {
    const { followedShow, followedEpisode } = this.audience, first = user * SERIES_FOLLOWED;
    const { episodes } = this.shows[show]!;
    if (episodes === 1 || ending === "glanced") return;
    const next = (this.#episodeOf(user, show) + (ending === "finished" ? 1 : 0)) % episodes;
    if (followedShow[first] !== show + 1) {
      followedShow[first + 1] = followedShow[first]!;
      followedEpisode[first + 1] = followedEpisode[first]!;
      followedShow[first] = show + 1;
    }
    followedEpisode[first] = next;
  }
}
