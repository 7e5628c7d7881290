// How a figure changed against the period before.

/** `before`: the same figure of that period; nothing to compare with is said too. */
export function Trend({ now, before, span = "period" }: {
  readonly now: number | null;
  readonly before: number | null;
  /** How the period is called: `30 d`. */
  readonly span?: string;
}) {
  if (now === null || before === null || before === 0) return <>no {span} before to compare</>;
  const change = now / before - 1, rounded = Math.round(Math.abs(change) * 100);
  const direction = rounded === 0 ? "same" : change > 0 ? "up" : "down";
  return (
    <>
      <span class={direction}>
        <span aria-hidden="true">{{ up: "▲", down: "▼", same: "=" }[direction]}</span>{" "}
        {direction === "same" ? "unchanged" : `${direction} ${rounded}%`}
      </span>{" "}
      on the {span} before
    </>
  );
}
