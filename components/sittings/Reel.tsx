// A sitting as a reel: its views side by side as they ran, pauses between them left empty.

import type { SittingAnswer } from "../../domain/answers.ts";
import { formatMinutes } from "../../domain/format.ts";
import { reelOf, type ReelPart } from "./reel_of.ts";
import { colorOf, type ShowColors } from "./show_colors.ts";

const LANE = 22, PART = 18, NARROWEST = 0.35;

/** The strip of one sitting on the scale of its page. */
export function Reel({ sitting, scaleMinutes, colors }: {
  readonly sitting: SittingAnswer;
  readonly scaleMinutes: number;
  readonly colors: ShowColors;
}) {
  const { parts, lanes, minutes } = reelOf(sitting, scaleMinutes), height = lanes * LANE;
  const hours = hoursOf(scaleMinutes);
  return (
    <svg class="reel" width="100%" height={height} aria-hidden="true">
      <rect
        class="reel-track"
        width={`${round(minutes / scaleMinutes * 100)}%`}
        height={height}
        rx="4"
      />
      {hours.map((hour) => {
        const x = placeOf(hour, scaleMinutes);
        return <line key={hour} class="reel-hour" x1={x} x2={x} y1="0" y2={height} />;
      })}
      {parts.map((part, i) => (
        <rect
          key={i}
          class={colorOf(colors, part.view.show_name)}
          x={`${part.from}%`}
          y={part.lane * LANE + (LANE - PART) / 2}
          width={`${Math.max(part.width, NARROWEST)}%`}
          height={PART}
          rx="3"
        >
          <title key="tip">{tell(part)}</title>
        </rect>
      ))}
    </svg>
  );
}

/** The scale that reels stand on: hours since a sitting began. */
export function ReelAxis({ scaleMinutes }: { readonly scaleMinutes: number }) {
  const hours = hoursOf(scaleMinutes), every = Math.ceil(hours.length / 8);
  return (
    <svg class="reel-axis" width="100%" height="18" aria-hidden="true">
      <text x="0" y="12">start</text>
      {hours.filter((hour) => hour % every === 0).map((hour) => (
        <text
          key={hour}
          x={placeOf(hour, scaleMinutes)}
          y="12"
          text-anchor={hour * 60 > scaleMinutes * 0.97 ? "end" : "middle"}
        >
          {hour} h
        </text>
      ))}
    </svg>
  );
}

/** Whole hours on the scale. */
function hoursOf(scaleMinutes: number): number[] {
  return Array.from({ length: Math.floor(scaleMinutes / 60) }, (_, i) => i + 1);
}

function placeOf(hour: number, scaleMinutes: number): string {
  return `${round(hour * 6_000 / scaleMinutes)}%`;
}

function tell({ view }: ReelPart): string {
  const episode = view.episode === null || view.episode === "" ? "" : `, ${view.episode}`;
  return `${view.show_name}${episode}: ${formatMinutes(view.watch_duration_minutes)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
