// A list of sittings on one scale of time, with the legend of its shows.

import type { SittingAnswer } from "../../domain/answers.ts";
import { showHref } from "../kit/hrefs.ts";
import { ReelAxis } from "./Reel.tsx";
import { sittingMinutes } from "./reel_of.ts";
import { showColors } from "./show_colors.ts";
import { SittingCard, Swatch } from "./SittingCard.tsx";

/** Newest first, as the API gives them. */
export function SittingReels({ sittings, tz, search, isOfOneUser }: {
  readonly sittings: readonly SittingAnswer[];
  readonly tz: string;
  readonly search: string;
  readonly isOfOneUser: boolean;
}) {
  const colors = showColors(sittings);
  const scaleMinutes = Math.max(60, ...sittings.map(sittingMinutes));
  const isMore =
    new Set(sittings.flatMap(({ views }) => views.map((v) => v.show_name))).size > colors.size;
  const settings = { tz, search, colors, scaleMinutes, isOfOneUser };
  return (
    <>
      <ul class="legend" aria-label="Colours of shows">
        {[...colors].map(([show, color]) => (
          <li key={show}>
            <Swatch color={color} />
            <a href={showHref(show, search)}>
              <bdi>{show}</bdi>
            </a>
          </li>
        ))}
        {isMore && (
          <li class="muted">
            <Swatch color="series-rest" />other shows
          </li>
        )}
      </ul>
      <ReelAxis scaleMinutes={scaleMinutes} />
      <ol class="sittings">
        {sittings.map((sitting) => (
          <SittingCard
            key={`${sitting.sitting_start} ${sitting.user_id}`}
            sitting={sitting}
            settings={settings}
          />
        ))}
      </ol>
    </>
  );
}
