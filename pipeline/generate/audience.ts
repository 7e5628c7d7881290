// The users: who they are, what they like, and where each of them stands in which series.

import type { Show } from "./invent_shows.ts";
import { GENRE_NAMES } from "./invent_shows.ts";
import { Sfc32 } from "./sfc32.ts";
import { shuffle } from "./shuffle.ts";
import { activityAt, HOURS_A_WEEK, VIEWER_GROUPS } from "./viewing_hours.ts";
import { WeightedDraw } from "./weighted_draw.ts";

/** Devices by number, as in batches. */
export const DEVICES: readonly string[] = ["Smart TV", "Phone", "Laptop", "Tablet", "Console"];

const DEVICE_WEIGHTS = [46, 24, 16, 9, 5];

/** Series that a user follows at a time. */
export const SERIES_FOLLOWED = 2;

/** All users in arrays by index, about 24 bytes each, whatever the number of rows. */
export class Audience {
  /** The number in the user's id: ids are shuffled, so that they tell nothing of a user's habits. */
  readonly idNumber: Uint32Array;
  /** Index in VIEWER_GROUPS. */
  readonly group: Uint8Array;
  /** Probability of going on with a series once an episode has ended, × 255. */
  readonly persistence: Uint8Array;
  readonly mainDevice: Uint8Array;
  /** Two favourite genres, by index. */
  readonly firstGenre: Uint8Array;
  readonly secondGenre: Uint8Array;
  /** Second since the period's start until which the user's sitting lasts. */
  readonly busyUntil: Uint32Array;
  /** Show index + 1 of the series followed (0: none), SERIES_FOLLOWED a user, the latest first. */
  readonly followedShow: Uint16Array;
  /** The episode to watch next, from 0. */
  readonly followedEpisode: Uint16Array;
  /** First index of each group; users of a group are neighbours. One more entry ends the last. */
  readonly #firstOfGroup: Uint32Array;
  readonly #groupByHour: readonly WeightedDraw[];

  constructor(users: number, seed: number) {
    const chance = new Sfc32(seed, 2);
    this.idNumber = Uint32Array.from({ length: users }, (_, user) => user + 1);
    shuffle(this.idNumber, chance);
    this.group = new Uint8Array(users);
    this.persistence = new Uint8Array(users);
    this.mainDevice = new Uint8Array(users);
    this.firstGenre = new Uint8Array(users);
    this.secondGenre = new Uint8Array(users);
    this.busyUntil = new Uint32Array(users);
    this.followedShow = new Uint16Array(users * SERIES_FOLLOWED);
    this.followedEpisode = new Uint16Array(users * SERIES_FOLLOWED);
    this.#firstOfGroup = firstIndexes(users);
    this.#groupByHour = groupDraws(this.#firstOfGroup);
    const devices = new WeightedDraw(DEVICE_WEIGHTS);
    for (let group = 0; group < VIEWER_GROUPS.length; group++) {
      this.group.fill(group, this.#firstOfGroup[group]!, this.#firstOfGroup[group + 1]!);
    }
    for (let user = 0; user < users; user++) {
      // The mean of two draws: most people are in between, a few always or never go on.
      this.persistence[user] = Math.floor((chance.unit() + chance.unit()) * 128);
      this.mainDevice[user] = devices.draw(chance);
      this.firstGenre[user] = chance.below(GENRE_NAMES.length);
      this.secondGenre[user] = chance.below(GENRE_NAMES.length);
    }
  }

  /** Who sits down in this hour of the week: a group by its rhythm, then one of its users. */
  draw(hourOfWeek: number, chance: Sfc32): number {
    const group = this.#groupByHour[hourOfWeek]!.draw(chance);
    const first = this.#firstOfGroup[group]!;
    const r = chance.unit();
    // The keenest users sit down about ten times as often as the average, the laziest a third.
    const place = r * (0.1 + r * (0.2 + r * 0.7));
    return first + Math.floor(place * (this.#firstOfGroup[group + 1]! - first));
  }

  /** True when the show is of a favourite genre and of a language the user is at home in. */
  likes(user: number, show: Show): boolean {
    const atHome = show.language === "en" ||
      show.language === VIEWER_GROUPS[this.group[user]!]!.language;
    return atHome && (show.genre === GENRE_NAMES[this.firstGenre[user]!] ||
      show.genre === GENRE_NAMES[this.secondGenre[user]!]);
  }
}

function firstIndexes(users: number): Uint32Array {
  const first = new Uint32Array(VIEWER_GROUPS.length + 1);
  let share = 0;
  VIEWER_GROUPS.forEach((group, i) => {
    share += group.share;
    first[i + 1] = Math.round(users * share);
  });
  first[VIEWER_GROUPS.length] = users; // whatever rounding made of the sum of the shares
  return first;
}

/** One draw over the groups for each hour of the week; groups without users are never drawn. */
function groupDraws(firstOfGroup: Uint32Array): WeightedDraw[] {
  return Array.from(
    { length: HOURS_A_WEEK },
    (_, hour) =>
      new WeightedDraw(VIEWER_GROUPS.map((group, i) =>
        // A trace of activity at every hour, so that an audience of one can be drawn at any time.
        (firstOfGroup[i + 1]! - firstOfGroup[i]!) * (activityAt(hour, group) + 0.05)
      )),
  );
}
