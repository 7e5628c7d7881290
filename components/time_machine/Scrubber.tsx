// A history as a line of hills with the played part lit, and a slider over it.

import { formatDateTime } from "../../domain/format.ts";

/** The slider's steps; each is a moment. */
export const SCRUBBER_STEPS = 1_000;

/** `values`: views in equal parts of the history. */
export function Scrubber({ values, share, fromMs, toMs, tz, isActive, onInput, onChange }: {
  readonly values: readonly number[];
  /** Of the history that is played. */
  readonly share: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tz: string;
  readonly isActive: boolean;
  /** While it is dragged, and once it is let go. */
  readonly onInput?: (atMs: number) => void;
  readonly onChange?: (atMs: number) => void;
}) {
  const most = Math.max(1, ...values), width = 100 / Math.max(1, values.length);
  const momentOf = (event: Event) =>
    fromMs +
    Number((event.currentTarget as HTMLInputElement).value) / SCRUBBER_STEPS * (toMs - fromMs);
  const tell = (ms: number) => formatDateTime(new Date(ms).toISOString(), tz);
  const isLit = (i: number) => (i + 0.5) * width <= share * 100;
  return (
    <div class="scrubber">
      <svg width="100%" height="84" aria-hidden="true">
        {values.map((value, i) => (
          <rect
            key={i}
            class={isLit(i) ? "lit" : ""}
            x={`${i * width}%`}
            y={84 - Math.max(1, value / most * 80)}
            width={`${width * 0.86}%`}
            height={Math.max(1, value / most * 80)}
          />
        ))}
        <line x1={`${share * 100}%`} x2={`${share * 100}%`} y1="0" y2="84" />
      </svg>
      <input
        type="range"
        min="0"
        max={SCRUBBER_STEPS}
        step="1"
        value={Math.round(share * SCRUBBER_STEPS)}
        disabled={!isActive}
        aria-label="Moment of the history"
        aria-valuetext={tell(fromMs + share * (toMs - fromMs))}
        onInput={(event) => onInput?.(momentOf(event))}
        onChange={(event) => onChange?.(momentOf(event))}
      />
      <p class="scrubber-ends num muted">
        <span>{tell(fromMs)}</span>
        <span>{tell(toMs)}</span>
      </p>
    </div>
  );
}
