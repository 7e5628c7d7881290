// How a figure changed against the period before.

/**
 * `before`: the same figure of that period; nothing to compare with is said too. A share changes by points:
 * a change in percent of percents could be read as either.
 */
export function Trend({ now, before, span = "period", isShare = false }: {
  readonly now: number | null;
  readonly before: number | null;
  /** How the period is called: `30 d`. */
  readonly span?: string;
  readonly isShare?: boolean;
}) {
  if (now === null || before === null || before === 0 && !isShare) {
    return <>no {span} before to compare</>;
  }
  const change = isShare ? now - before : now / before - 1;
  const percents = Math.abs(change) * 100;
  const rounded = isShare ? Math.round(percents * 10) / 10 : Math.round(percents);
  const direction = rounded === 0 ? "same" : change > 0 ? "up" : "down";
  const words = isShare ? `${rounded} ${rounded === 1 ? "point" : "points"}` : `${rounded}%`;
  return (
    <>
      <span class={direction}>
        <span aria-hidden="true">{{ up: "▲", down: "▼", same: "=" }[direction]}</span>{" "}
        {direction === "same" ? "unchanged" : `${direction} ${words}`}
      </span>{" "}
      on the {span} before
    </>
  );
}
